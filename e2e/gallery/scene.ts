import type { Box, Ctx, Series } from '../../src/charts'

/** A chart with data to show it on: a picture of the gallery, and a golden page of the tests. */
export interface Scene {
  readonly id: string
  readonly title: string
  readonly sizes: readonly (readonly [width: number, height: number])[]
  readonly draw: (ctx: Ctx, box: Box) => void
  /** What the text summary under the picture is made of. */
  readonly series?: readonly Series[]
  readonly name?: string
}
