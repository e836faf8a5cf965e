import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync, unzipSync } from 'fflate'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { decodeLink } from '../scenario'
import { createReferenceBackend } from '../sim/backends/reference'
import { writeIdx } from '../sim/files/testing'
import { createSimulation } from '../sim/simulation'
import { assetsFrom } from './assets'
import { call } from './testing'

const folder = mkdtempSync(join(tmpdir(), 'noisescope-digits-'))
afterAll(() => rmSync(folder, { recursive: true }))

const LINK = 's=mlp-mnist&pixels=7&hidden=3&arms=sgd&B=4&steps=2&k=2&of=50'

/** Threes and eights in turn, each one grey: its place. */
function writeDigits(count: number, set: 'train' | 't10k'): void {
  const grey = Array.from({ length: count }, (_, i) => i % 251)
  writeFileSync(
    join(folder, `${set}-images-idx3-ubyte`),
    writeIdx(
      8,
      [count, 28, 28],
      Uint8Array.from({ length: count * 784 }, (_, k) => grey[Math.floor(k / 784)]),
    ),
  )
  const labels = writeIdx(
    8,
    [count],
    grey.map((_, i) => (i % 2 ? 8 : 3)),
  )
  writeFileSync(join(folder, `${set}-labels-idx1-ubyte.gz`), gzipSync(labels))
}

beforeEach(() => {
  writeDigits(460, 'train')
  writeDigits(110, 't10k')
  process.env.NOISESCOPE_MNIST = folder
  return () => {
    delete process.env.NOISESCOPE_MNIST
  }
})

it('a run on more digits than the program carries takes them from the folder named in the environment', async () => {
  const out = join(folder, 'out')
  const { code, err } = await call(['run', `${LINK}&n=450`, '--out', out])
  expect([code, err]).toEqual([0, ''])
  const run = JSON.parse(readFileSync(join(out, 'run.json'), 'utf8'))
  expect(run).toMatchObject({ n: 450, d: 49 })
  const { 'y.npy': y } = unzipSync(readFileSync(join(out, 'state.npz')))
  const labels = new Float64Array(y!.slice(10 + y![8] + 256 * y![9]).buffer)
  expect(Array.from(labels.subarray(396, 404))).toEqual([-1, 1, -1, 1, -1, 1, -1, 1])
  expect(labels).toHaveLength(450)
})

it('up to the subset the digits are those of the page, whatever else is there', async () => {
  const data = async (assets: Parameters<typeof createSimulation>[2]) => {
    const sim = await createSimulation(decodeLink(`${LINK}&n=400`), createReferenceBackend(), assets)
    const fingerprint = await sim.advance(2).then(() => sim.fingerprint())
    sim.dispose()
    return fingerprint
  }
  const page = { mnist: async () => new Uint8Array(readFileSync('public/data/mnist.bin')) }
  expect(await data(assetsFrom({ NOISESCOPE_MNIST: folder }))).toBe(await data(page))
  await expect(createSimulation(decodeLink(`${LINK}&n=401`), createReferenceBackend(), page)).rejects.toThrow(
    'n: found “401”; allowed is at most 400 digits for this task on the page; the command line has all 70\u2009000',
  )
})

it('says what is missing or wrong, and what to do', async () => {
  const run = async () => {
    const { code, err } = await call(['run', `${LINK}&n=500`, '--out', join(folder, 'none')])
    expect(code).toBe(2)
    return err
  }
  expect(await run()).toMatch(/460 samples of this task found, 500 expected/)
  writeFileSync(join(folder, 'train-images-idx3-ubyte'), 'no images')
  expect(await run()).toMatch(/train-…-ubyte: magic number at byte 0: 0x00000803 expected for IDX images, found/)
  rmSync(join(folder, 'train-images-idx3-ubyte'))
  expect(await run()).toMatch(/NOISESCOPE_MNIST: neither train-images-idx3-ubyte nor train-images-idx3-ubyte.gz is in/)
})

it('a scenario may ask for all that there are, and no more', () => {
  expect(decodeLink(`${LINK}&n=11982`).data.n).toBe(11982)
  expect(() => decodeLink(`${LINK}&n=11983`)).toThrow('at most 11982 digits for this task')
  expect(() => decodeLink('s=mlp-mnist-10&n=60001')).toThrow('an integer from 1 to 60000')
  expect(() => decodeLink('s=linear-isotropic&n=20001')).toThrow('an integer from 1 to 20000')
})
