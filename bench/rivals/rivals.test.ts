import { setBackend } from '@tensorflow/tfjs-core'
import { beforeAll, expect, it } from 'vitest'
import '@tensorflow/tfjs-backend-wasm'
import { denseData, denseNet } from './dense'
import { jaxSteps } from './jax'
import { plainSteps } from './plain'
import { tfjsSteps } from './tfjs'

beforeAll(async () => {
  expect(await setBackend('wasm')).toBe(true)
})

const NETS = [
  { kind: 'mlp', n: 12, widths: [5, 4, 3, 1], B: 12 },
  { kind: 'mlp', n: 12, widths: [5, 4, 3, 1], B: 3 },
  { kind: 'two-layer', n: 12, d: 5, m: 6, B: 4 },
] as const

it.each(NETS)('rivals race on the same steps: $kind, B $B', async shape => {
  const net = denseNet(shape)
  const [start] = denseData(net, 1).weights
  const moved = await Promise.all(
    [plainSteps, jaxSteps, tfjsSteps].map(async open => {
      const { run, weights } = open(net, 100)
      await run()
      return Array.from(await weights(), (w, i) => w - start[i])
    }),
  )
  const [plain, ...others] = moved
  const size = Math.hypot(...plain)
  expect(size).toBeGreaterThan(1e-4)
  // Steps of 1e-4 in float32 against float64.
  for (const other of others) expect(Math.hypot(...plain.map((v, i) => v - other[i])) / size).toBeLessThan(2e-3)
})
