import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { launch } from '../harness/chromium'
import { finished, open } from './browse'
import { openFigure, saveFigure } from './figures'

// Deferred panels wait for a touch of the page.
vi.stubGlobal('window', { addEventListener() {} })
const { REGISTRY } = await import('../../src/components/panels/registry')

let browser: Browser
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
})
afterAll(() => browser?.close())

const STUDIES = ['sections', 'diagonals', 'variance', 'temperature', 'seeds', 'margin', 'reshuffled', 'intrinsic']
/** Together these have every panel. */
const LINKS = [
  's=linear-anisotropic&steps=6',
  's=two-layer&steps=6',
  's=stability-map&steps=6',
  's=escape-ensemble&steps=6',
  's=zhu-2d&steps=6',
  's=width-sweep&steps=6',
  's=clr&steps=6',
  's=stochastic-edge&steps=6',
  's=stochastic-edge&steps=6&study=gap',
  's=escape-trained',
  's=linear-anisotropic&steps=6&grid=eta=0.1,0.2',
  's=transformer-hops&steps=2',
  ...STUDIES.map(study => `s=linear-anisotropic&steps=6&study=${study}`),
  // These come out of the drawer.
  's=linear-anisotropic&steps=6&panel=scatter',
  's=two-layer&steps=6&panel=spectrum',
  's=mlp-digits-small&steps=6&panel=confusion',
]

it('every panel’s picture is saved as a drawing without letters of a font, or the dialog says why there is none', async () => {
  const titles = new Map(REGISTRY.map(({ name, title }) => [name, title]))
  // Of measurements alone, which no link holds: measurements.test.ts saves it.
  titles.delete('eigenvalues')
  for (const link of LINKS) {
    const { page, errors } = await open(browser, `${link}&speed=0`)
    await finished(page)
    const here = await page.locator('[data-panel]').evaluateAll(all => all.map(panel => (panel as HTMLElement).dataset.panel ?? ''))
    for (const name of here.filter(name => titles.has(name))) {
      const title = titles.get(name) ?? ''
      if (await page.getByTestId(`panel-${name}`).getAttribute('data-behind')) await page.keyboard.press('v')
      await page.getByTestId(`panel-${name}`).locator('.panel-chart').waitFor({ state: 'visible' })
      const dialog = await openFigure(page, name, title)
      const missing = await dialog.evaluate(e => e.querySelector('p.figure-preview')?.textContent ?? null)
      if (missing === null) {
        const { bytes } = await saveFigure(page, dialog, 'svg')
        const text = bytes.toString('utf8')
        expect(text, name).not.toContain('<text')
        expect(text, name).toContain(`<title>${title}`)
        expect(text.split('<path').length, name).toBeGreaterThan(3)
        await dialog.getByText(/^Saved as noisescope-/).waitFor()
        expect(await dialog.getByRole('status').textContent(), name).not.toContain('no outline')
      } else expect(missing, name).not.toBe('')
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
      titles.delete(name)
    }
    expect(errors, link).toEqual([])
    await page.close()
  }
  expect([...titles.keys()]).toEqual([])
})
