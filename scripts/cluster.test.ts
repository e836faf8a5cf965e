import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { readArgs } from '../src/cli/args'
import { readAxes } from '../src/scenario'
import { blockOf, sweepOf } from './cluster'

const page = readFileSync(join(import.meta.dirname, '../docs/cluster.md'), 'utf8')

it('splits one sweep with every engine, as the page has it', () => {
  const words = sweepOf(page)
  expect(readAxes(words.filter((_, i) => words[i - 1] === '--grid')).map(({ values }) => values.length)).toEqual([6, 4])
  // A manifest in YAML, a shell and Snakemake quote and break the same words in ways of their own.
  const plain = (text: string) => text.replaceAll(/["',\\[\]+]/g, ' ').replaceAll(/\s+/g, ' ')
  for (const section of ['SLURM', 'GNU parallel', 'Snakemake', 'Kubernetes'])
    expect(plain(blockOf(page, section)), section).toContain(plain(words.join(' ')))
})

it('finds the first block of a section', () => {
  expect(blockOf('## A\nx\n\n    one\n      two\n\n    three\n\nend\n    four\n## B\n    five\n', 'A')).toBe('one\n  two\n\nthree\n')
  expect(() => blockOf('## A\nx\n', 'A')).toThrow('no block in the section A')
})

it('has a Job for Kubernetes whose parts fit each other, and whose command is one of this program', () => {
  const job = parse(blockOf(page, 'Kubernetes'))
  expect([job.apiVersion, job.kind, job.metadata.name]).toEqual(['batch/v1', 'Job', expect.stringMatching(/^[a-z]([-a-z0-9]*[a-z0-9])?$/)])
  const { template, ...spec } = job.spec
  // An index comes from Indexed alone, which needs completions; a job's pods restart on failure or never.
  expect(spec).toEqual({ completionMode: 'Indexed', completions: 8, parallelism: 8, backoffLimit: expect.any(Number) })
  const { restartPolicy, containers, volumes, ...others } = template.spec
  expect([restartPolicy, containers.length, others]).toEqual(['OnFailure', 1, {}])
  const [{ command, volumeMounts, name, image, ...rest }] = containers
  expect([name, image, rest]).toEqual([expect.any(String), expect.any(String), {}])
  expect(volumeMounts.map((mount: { name: string }) => mount.name)).toEqual(volumes.map((volume: { name: string }) => volume.name))
  // Every word is a text: YAML reads a bare 2 as a number, which the API refuses.
  expect(command.map((word: unknown) => typeof word)).toEqual(command.map(() => 'string'))
  const [program, ...argv] = command
  const read = readArgs(argv, '0')
  expect([program, 'request' in read && read.request.command]).toEqual(['noisescope', 'sweep'])
  if (!('request' in read)) return
  expect(read.request.text('shard')).toBe(`/${spec.completions}`)
  expect(read.request.text('out')).toMatch(new RegExp(`^${volumeMounts[0].mountPath}/`))
})
