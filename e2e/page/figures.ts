import { readFile } from 'node:fs/promises'
import type { Locator, Page } from 'playwright-core'

/** Opens the dialog that saves the picture of the panel with this title. */
export async function openFigure(page: Page, panel: string, title: string): Promise<Locator> {
  await page.getByTestId(`panel-${panel}`).hover()
  await page.getByRole('button', { name: `Export ${title}`, exact: true }).click()
  await page.getByRole('menuitem', { name: /^Picture/ }).click()
  const dialog = page.getByRole('dialog', { name: `Picture of ${title}` })
  await dialog.waitFor()
  return dialog
}

/** Saves the picture in a format; returns the file's name and bytes. */
export async function saveFigure(page: Page, dialog: Locator, format: 'svg' | 'pdf' | 'png'): Promise<{ name: string; bytes: Buffer }> {
  await dialog.getByLabel('format').selectOption(format)
  const [download] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: /^Save/ }).click()])
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) }
}

export interface Looks {
  readonly width: number
  readonly height: number
  /** Mean darkness of every cell of a grid of `COLUMNS` columns, 0 to 255, row by row. */
  readonly cells: readonly number[]
}

const COLUMNS = 40

/** A PNG as a coarse grid of greys, read by the page itself. */
export function looksOf(page: Page, png: Buffer): Promise<Looks> {
  return page.evaluate(
    async ([base64, columns]) => {
      const data = Uint8Array.from(atob(base64), c => c.charCodeAt(0))
      const image = await createImageBitmap(new Blob([data], { type: 'image/png' }))
      const { width, height } = image
      const rows = Math.round((columns * height) / width)
      const context = new OffscreenCanvas(width, height).getContext('2d')
      context?.drawImage(image, 0, 0)
      const pixels = context?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray(4)
      const [sums, counts] = [new Float64Array(columns * rows), new Float64Array(columns * rows)]
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++) {
          const at = 4 * (y * width + x)
          const cell = Math.floor((y * rows) / height) * columns + Math.floor((x * columns) / width)
          sums[cell] = (sums[cell] ?? 0) + 255 - ((pixels[at] ?? 0) + (pixels[at + 1] ?? 0) + (pixels[at + 2] ?? 0)) / 3
          counts[cell] = (counts[cell] ?? 0) + 1
        }
      return { width, height, cells: Array.from(sums, (sum, i) => sum / (counts[i] ?? 1)) }
    },
    [png.toString('base64'), COLUMNS] as const,
  )
}

/** The texts that a PNG says of itself, by keyword. */
export function pngTexts(png: Buffer): Record<string, string> {
  const texts: Record<string, string> = {}
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) !== 'iTXt') continue
    const [keyword = '', ...rest] = png.toString('utf8', at + 8, at + 8 + png.readUInt32BE(at)).split('\0')
    texts[keyword] = rest.at(-1) ?? ''
  }
  return texts
}
