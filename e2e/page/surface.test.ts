import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { launch } from '../harness/chromium'
import { blank, finished, hash, open, until } from './browse'
import { openFigure, saveFigure } from './figures'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
})
afterAll(() => browser?.close())

/** Share of a lead figure's pixels that its surface inks at least: it takes a sixth. */
const SURFACE = 0.12
const RUN = 's=two-basins&steps=60&speed=0'
const chart = (page: Page) => page.getByTestId('panel-landscape').locator('.panel-chart')
const surface = (page: Page) => chart(page).locator('canvas[data-surface]')

interface Picture {
  /** Share of the pixels that are not the panel's colour. */
  readonly ink: number
  /** Mean of red, green and blue. */
  readonly light: number
  readonly bytes: Buffer
}

/** A PNG as numbers, read by the page itself. */
async function pictureOf(page: Page, bytes: Buffer): Promise<Picture> {
  const { ink, light } = await page.evaluate(async base64 => {
    const data = Uint8Array.from(atob(base64), c => c.charCodeAt(0))
    const image = await createImageBitmap(new Blob([data], { type: 'image/png' }))
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d')
    context?.drawImage(image, 0, 0)
    const pixels = context?.getImageData(0, 0, image.width, image.height).data ?? new Uint8ClampedArray(4)
    let [inked, sum] = [0, 0]
    const ground = 4 * (image.width * (image.height >> 1) + 3)
    for (let i = 0; i < pixels.length; i += 4) {
      const at = (c: number) => pixels[i + c] ?? 0
      const differs = [0, 1, 2].some(c => Math.abs(at(c) - (pixels[ground + c] ?? 0)) > 3)
      if (differs) inked++
      sum += at(0) + at(1) + at(2)
    }
    return { ink: (4 * inked) / pixels.length, light: sum / (0.75 * pixels.length) }
  }, bytes.toString('base64'))
  return { ink, light, bytes }
}

/** What the chart looks like once it stays the same. */
async function look(page: Page): Promise<Picture> {
  let before = await chart(page).screenshot()
  await until(async () => {
    const now = await chart(page).screenshot()
    const still = now.equals(before)
    before = now
    return still
  })
  return pictureOf(page, before)
}

async function openSurface(): Promise<{ page: Page; errors: string[] }> {
  const opened = await open(browser, `${RUN}&dim=3d`)
  await finished(opened.page)
  await surface(opened.page).waitFor()
  // Finer pictures come one after another: a picture that is to come back must be of the finest.
  await opened.page.locator('[data-testid=landscape-arms][data-points="256"]').waitFor({ state: 'attached' })
  await until(async () => (await look(opened.page)).ink > SURFACE)
  return opened
}

it('a surface is drawn, turns by keys and by mouse, comes back to where it was, and follows the theme', async () => {
  const { page, errors } = await openSurface()
  const first = await look(page)
  const changes = async (act: () => Promise<unknown>) => {
    const before = await look(page)
    await act()
    await until(async () => !(await look(page)).bytes.equals(before.bytes))
    return look(page)
  }
  const canvas = chart(page).locator('> canvas:not([data-surface])')
  await canvas.focus()
  for (const key of ['ArrowRight', 'ArrowUp', '+']) expect((await changes(() => page.keyboard.press(key))).ink).toBeGreaterThan(SURFACE)
  await page.keyboard.press('Home')
  // Without the ring of the focus it is the first picture again.
  await canvas.blur()
  await until(async () => (await look(page)).bytes.equals(first.bytes))
  const box = await canvas.boundingBox()
  if (!box) throw new Error('the chart has no box')
  await changes(async () => {
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width / 2 + 80, box.y + box.height / 2 + 30, { steps: 4 })
    await page.mouse.up()
  })
  await page.getByRole('button', { name: 'Show the whole picture' }).click()
  await page.mouse.move(2, 2)
  await canvas.focus()
  await until(async () => (await look(page)).bytes.equals(first.bytes))
  await page.keyboard.press('t')
  await until(async () => {
    const dark = await look(page)
    return dark.light < first.light / 2 && dark.ink > SURFACE
  })
  expect(errors).toEqual([])
  await page.close()
})

it('the key D goes from contours to a surface and back, and the link says which', async () => {
  const { page, errors } = await open(browser, RUN)
  await finished(page)
  await page.keyboard.press('d')
  await surface(page).waitFor()
  await until(async () => /dim=3d/.test(await hash(page)))
  await page.keyboard.press('d')
  await surface(page).waitFor({ state: 'detached' })
  await until(async () => !/dim=/.test(await hash(page)))
  await until(async () => (await look(page)).ink > 0.5)
  expect(errors).toEqual([])
  await page.close()
})

it('a lost context is said, replaced by contours, and comes back with the picture', async () => {
  const { page, errors } = await openSurface()
  const first = await look(page)
  await surface(page).evaluate(canvas => {
    const loser = (canvas as HTMLCanvasElement).getContext('webgl2')?.getExtension('WEBGL_lose_context')
    Object.assign(window, { loser })
  })
  const lose = (how: 'loseContext' | 'restoreContext') =>
    page.evaluate(how => (window as unknown as { loser: WEBGL_lose_context }).loser[how](), how)
  await lose('loseContext')
  await page
    .getByText(/meanwhile the landscape is drawn in 2D/)
    .first()
    .waitFor()
  await until(async () => (await look(page)).ink > 0.6)
  await lose('restoreContext')
  await page
    .getByText(/meanwhile the landscape is drawn in 2D/)
    .first()
    .waitFor({ state: 'detached' })
  await until(async () => (await look(page)).bytes.equals(first.bytes))
  expect(errors).toEqual([])
  await page.close()
})

it('where there is no WebGL the page says so and draws contours', async () => {
  const { page, errors } = await blank(browser)
  await page.addInitScript(() => {
    const original = HTMLCanvasElement.prototype.getContext
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, ...rest: unknown[]) {
      return kind.startsWith('webgl') ? null : (original as (...args: unknown[]) => unknown).call(this, kind, ...rest)
    } as typeof original
  })
  await page.goto(`${inject('url')}#${RUN}&dim=3d`)
  await finished(page)
  await page
    .getByText(/gives no WebGL, so the landscape is drawn in 2D/)
    .first()
    .waitFor()
  await until(async () => (await look(page)).ink > 0.6)
  expect(errors).toEqual([])
  await page.close()
})

it('ten surfaces opened and closed leave no context and no buffer', async () => {
  const { page, errors } = await blank(browser)
  await page.addInitScript(() => {
    const counts = { contexts: [] as WebGL2RenderingContext[], live: 0 }
    Object.assign(window, { counts })
    const original = HTMLCanvasElement.prototype.getContext
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, ...args: unknown[]) {
      const context = (original as (...args: unknown[]) => unknown).apply(this, args)
      if (context instanceof WebGL2RenderingContext && !counts.contexts.includes(context)) counts.contexts.push(context)
      return context
    } as typeof original
    const proto = WebGL2RenderingContext.prototype
    for (const what of ['Buffer', 'Program', 'VertexArray'] as const) {
      const [create, remove] = [proto[`create${what}`], proto[`delete${what}`]] as unknown as ((...args: unknown[]) => unknown)[]
      Object.assign(proto, {
        [`create${what}`](this: WebGL2RenderingContext) {
          counts.live++
          return create?.call(this)
        },
        [`delete${what}`](this: WebGL2RenderingContext, ...args: unknown[]) {
          if (args[0]) counts.live--
          return remove?.apply(this, args)
        },
      })
    }
  })
  await page.goto(`${inject('url')}#${RUN}`)
  await finished(page)
  const counts = () =>
    page.evaluate(() => {
      const { contexts, live } = (window as unknown as { counts: { contexts: WebGL2RenderingContext[]; live: number } }).counts
      return { made: contexts.length, open: contexts.filter(c => !c.isContextLost()).length, live }
    })
  for (let i = 1; i <= 10; i++) {
    await page.keyboard.press('d')
    await surface(page).waitFor()
    await until(async () => (await counts()).live > 0)
    await page.keyboard.press('d')
    await surface(page).waitFor({ state: 'detached' })
    await until(async () => (await counts()).open === 0)
    expect((await counts()).made).toBe(i)
  }
  await until(async () => (await counts()).live === 0)
  expect(errors).toEqual([])
  await page.close()
})

it('the picture is saved as PNG with surface and labels', async () => {
  const { page, errors } = await openSurface()
  const before = await look(page)
  const dialog = await openFigure(page, 'landscape', 'Landscape')
  const saved = await pictureOf(page, (await saveFigure(page, dialog, 'png')).bytes)
  expect(saved.ink).toBeGreaterThan(SURFACE)
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await page.mouse.move(2, 2)
  // The page shows what it showed.
  await until(async () => (await look(page)).bytes.equals(before.bytes))
  expect(errors).toEqual([])
  await page.close()
})
