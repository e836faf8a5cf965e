import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { decodeLink } from '../../src/scenario'
import { launch } from '../harness/chromium'
import { hash, open, reached, step, text, until } from './browse'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
})
afterAll(() => browser?.close())

/** Numbers that look random, the same in every run. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 4294967296
  }
}

type Cell = (draw: () => number, i: number) => string | number
const table = (names: string | null, n: number, cells: readonly Cell[], separator = ',') => {
  const draw = numbers(n + cells.length)
  const rows = Array.from({ length: n }, (_, i) => cells.map(cell => cell(draw, i)).join(separator))
  return [...(names === null ? [] : [names]), ...rows].join('\n')
}
const wide =
  (scale: number): Cell =>
  draw =>
    (scale * (draw() + draw() + draw() - 1.5)).toFixed(4)
const times = (d: number, cell: Cell) => Array.from({ length: d }, () => cell)
const named = (d: number, last: string) => [...Array.from({ length: d }, (_, k) => `x${k + 1}`), last].join(',')
const of =
  (...kinds: readonly string[]): Cell =>
  draw =>
    kinds[Math.floor(draw() * kinds.length)] ?? ''

const SETS: readonly (readonly [name: string, text: string])[] = [
  ['two-classes.csv', table(named(3, 'class'), 90, [...times(3, wide(5)), of('yes', 'no')])],
  ['three-classes.csv', table(named(4, 'species'), 150, [...times(4, wide(1)), of('setosa', 'versicolor', 'virginica')])],
  ['ten-classes.csv', table(named(16, 'label'), 400, [...times(16, wide(3)), (_, i) => i % 10])],
  ['prices.csv', table(named(8, 'price'), 500, [...times(8, wide(1000)), wide(2e5)])],
  ['one-input.csv', table('x,y', 40, [wide(1), wide(1)])],
  ['more-inputs-than-rows.csv', table(named(120, 'y'), 30, [...times(120, wide(1)), wide(1)])],
  ['outlier.csv', table(named(3, 'y'), 100, [(draw, i) => (i === 50 ? 1e4 : draw()), wide(1), wide(1), wide(1)])],
  ['counts.csv', table(named(3, 'y'), 200, [...times(3, wide(2)), draw => Math.floor(draw() * 60)])],
  ['two-targets.csv', table('a,b,c,y1,y2', 80, times(5, wide(1)))],
  [
    'decimal-comma.csv',
    table(
      'a;b;c;y',
      60,
      times(4, draw => wide(1)(draw, 0).toString().replace('.', ',')),
      ';',
    ),
  ],
]

async function drop(page: Page, name: string, content: string): Promise<void> {
  const carried = await page.evaluateHandle(
    ([name, text]) => {
      const files = new DataTransfer()
      files.items.add(new File([text ?? ''], name ?? ''))
      return files
    },
    [name, content],
  )
  await page.dispatchEvent('body', 'drop', { dataTransfer: carried })
}

const accept = (page: Page) => page.getByRole('button', { name: 'Run on these data' })

/** What a panel says of its newest measurement; null as long as there is none. */
async function reading(page: Page, panel: string): Promise<string | null> {
  const said = await text(page, `panel-${panel}`)
  return /Waiting for the first measurement/.test(said) ? null : said
}

async function moves(page: Page, panel: string): Promise<void> {
  await until(async () => (await reading(page, panel)) !== null)
  const first = await reading(page, panel)
  await until(async () => ![null, first].includes(await reading(page, panel)))
}

// The other three take their minute each, with EVERYTHING=1.
const OPENINGS = [
  '',
  's=two-layer',
  ...(process.env.EVERYTHING === '1' ? ['s=linear-isotropic', 's=olm-diagonal', 's=mlp-digits-small'] : []),
]
it.each(OPENINGS)(
  'ten tables dropped one after another on the page at "%s" run 200 steps without diverging, and show moving panels',
  async link => {
    const { page, errors } = await open(browser, `${link}&speed=400&steps=1000000`.replace(/^&/, ''))
    await reached(page, 5)
    for (const [name, content] of SETS) {
      const before = await hash(page)
      await drop(page, name, content)
      const button = accept(page)
      const asked = async () => (await button.count()) > 0 && (await button.isEnabled())
      const taken = async () => (await hash(page)) !== before && (await text(page, 'own-data')).includes(name)
      await until(async () => (await asked()) || (await taken()))
      if (await asked()) await button.click()
      await until(taken)
      // A learning rate beyond what the first row allows begins the run again.
      for (const panel of ['loss', 'alignment']) await until(async () => (await reading(page, panel)) !== null)
      await reached(page, 200)
      for (const panel of ['loss', 'alignment']) await moves(page, panel)
      expect(await step(page), name).toBeGreaterThanOrEqual(200)
      expect(await text(page, 'panel-loss'), `${name}: ${await text(page, 'message')}`).not.toMatch(/diverged/)
      expect(decodeLink(await hash(page)).data.file).toMatch(/^[0-9a-f]{16}$/)
    }
    expect(errors).toEqual([])
    await page.close()
  },
)

const DOUBTFUL = table('id,a,b,y1,y2', 60, [(_, i) => i + 1, wide(1), wide(2), wide(1), wide(3)])

it.each(['light', 'dark'])('the import dialog shows what is in doubt, by keyboard too, and passes axe in the %s theme', async theme => {
  const { page, errors } = await open(browser, 's=linear-isotropic&steps=1000000')
  await page.evaluate(theme => localStorage.setItem('theme', theme), theme)
  await page.addInitScript({ content: readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8') })
  await page.reload()
  await reached(page, 5)
  await drop(page, 'doubtful.csv', DOUBTFUL)
  const dialog = page.getByRole('dialog', { name: 'How to read doubtful.csv' })
  await dialog.waitFor()
  expect(await dialog.getByLabel('use of id').inputValue()).toBe('out')
  expect(await dialog.getByLabel('use of y1').inputValue()).toBe('target')
  expect(await dialog.getByRole('status').innerText()).toMatch(/numbers to be predicted standardized; 54 train at first/)
  // Nothing is missing, and there is no test set: neither is asked about.
  expect(await dialog.getByRole('combobox').evaluateAll(all => all.map(e => e.getAttribute('aria-label')).filter(Boolean))).toHaveLength(5)
  expect(await dialog.getByLabel('rows with missing values').count()).toBe(0)
  // The run goes on meanwhile.
  const at = await step(page)
  await reached(page, at + 20)
  await dialog.getByLabel('use of y1').selectOption('out')
  await until(async () => /58|60/.test(await dialog.getByRole('status').innerText()) && (await accept(page).isEnabled()))
  expect(await dialog.getByLabel('use of y1').inputValue()).toBe('out')
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }
    return (await axe.run()).violations.map(v => `${v.id}: ${v.nodes.map(n => n.html.slice(0, 120)).join(' | ')}`)
  })
  expect(violations).toEqual([])
  await page.setViewportSize({ width: 390, height: 844 })
  const box = await dialog.boundingBox()
  expect(box && box.x >= 0 && box.x + box.width <= 390 && box.y + box.height <= 844).toBe(true)
  await page.setViewportSize({ width: 1440, height: 900 })
  await accept(page).focus()
  await page.keyboard.press('Enter')
  await until(async () => /source=file/.test(await hash(page)))
  expect(decodeLink(await hash(page)).data).toMatchObject({ d: 2, drop: '1,4', target: '5' })
  await reached(page, 20)
  // Asked about again, and left as it is.
  await page.getByRole('button', { name: 'Change how it is read…' }).click()
  await dialog.waitFor()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  expect(errors).toEqual([])
  await page.close()
})

it('whether commas are decimal marks is asked where it is in doubt; the answer is in the link, and can be changed', async () => {
  const { page, errors } = await open(browser, 's=linear-isotropic&steps=1000000')
  await reached(page, 5)
  const thousands: Cell = draw => `${1 + Math.floor(9 * draw())},${String(Math.floor(1000 * draw())).padStart(3, '0')}`
  await drop(page, 'marks.csv', table('a;b;y', 60, times(3, thousands), ';'))
  const dialog = page.getByRole('dialog', { name: 'How to read marks.csv' })
  const mark = dialog.getByLabel('decimal mark')
  const range = async () =>
    /inputs from (.+?) to (.+?);/
      .exec(await dialog.getByRole('status').innerText())
      ?.slice(1)
      .map(number => Number(number.replaceAll(/\s/g, ''))) ?? [Number.NaN]
  await dialog.waitFor()
  expect(await mark.inputValue()).toBe('comma')
  expect(await dialog.getByRole('list').innerText()).toMatch(
    /Commas are read as decimal marks, .* choose another decimal mark if that is wrong/,
  )
  expect(await range(), await dialog.getByRole('status').innerText()).toSatisfy((all: number[]) => all.every(v => v >= 1 && v <= 10))
  await mark.selectOption('point')
  await until(async () => (await range()).every(v => v >= 1000) && (await accept(page).isEnabled()))
  expect(await mark.inputValue()).toBe('point')
  await accept(page).click()
  await until(async () => /&decimal=point/.test(await hash(page)))
  await reached(page, 20)
  const { file } = decodeLink(await hash(page)).data
  await page.getByRole('button', { name: 'Change how it is read…' }).click()
  await dialog.waitFor()
  expect(await mark.inputValue()).toBe('point')
  await mark.selectOption('comma')
  await until(async () => (await range()).every(v => v <= 10) && (await accept(page).isEnabled()))
  await accept(page).click()
  await until(async () => /&decimal=comma/.test(await hash(page)))
  expect(decodeLink(await hash(page)).data.file).not.toBe(file)
  await reached(page, 20)
  expect(errors).toEqual([])
  await page.close()
})
