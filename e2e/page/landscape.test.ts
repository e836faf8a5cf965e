import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launch } from '../harness/chromium'
import { finished, open, text, until } from './browse'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
})
afterAll(() => browser?.close())

/** What the panel says of each arm. */
const armsOf = (lines: string) =>
  lines.split('\n').map(line => {
    const [id = '', x, y, plane, loss, where] = line.split(' ')
    return { id, x: Number(x), y: Number(y), plane: Number(plane), loss: Number(loss), where }
  })

it.each([
  ['s=clr&steps=80', true],
  ['s=mlp-mnist&hidden=24&pixels=14&steps=40', true],
  ['s=cnn-mnist&steps=20', true],
  ['s=two-layer&steps=80', true],
  ['s=escape-trained', true],
  ['s=escape', false],
  ['s=two-basins', false],
])('at the end of %s every arm is in view, and on a plane through the arms at its own loss', async (link, through) => {
  const { page, errors } = await open(browser, `${link}&speed=0`)
  await finished(page)
  const settled = ({ plane, loss, where }: ReturnType<typeof armsOf>[number]) =>
    where === 'inside' && (!through || Math.abs(plane - loss) <= 1e-6 * loss)
  await until(async () => armsOf(await text(page, 'landscape-arms')).every(settled))
  expect(armsOf(await text(page, 'landscape-arms')).map(arm => arm.id)).toContain('sgd')
  expect(errors).toEqual([])
  await page.close()
})

it('a plane chosen beside the title stands in the link, and the picture follows', async () => {
  const { page, errors } = await open(browser, 's=two-layer&steps=40&speed=0')
  await finished(page)
  const panel = page.getByTestId('panel-landscape')
  await panel.getByRole('button', { name: /plane of the landscape/ }).click()
  await page.getByRole('radio', { name: 'random directions' }).click()
  await page.waitForFunction(() => location.hash.includes('plane=random'))
  await panel
    .getByText(/random direction 1/)
    .first()
    .waitFor({ state: 'attached' })
  // So do its axes; what is asked for then is a grid that is spaced as they are.
  await page.getByRole('radio', { name: /logarithmic on both sides of 0/ }).click()
  await page.waitForFunction(() => /[&]asinh=0\.\d+/.test(location.hash))
  const settled = async () => armsOf(await text(page, 'landscape-arms')).every(({ where }) => where === 'inside')
  await until(settled)
  await page.getByRole('radio', { name: 'even axes' }).click()
  await page.waitForFunction(() => !location.hash.includes('asinh'))
  expect(errors).toEqual([])
  await page.close()
})
