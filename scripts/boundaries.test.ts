import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

import { assertedIndices, besideTheDoor, folderOf, MAY_IMPORT, violations } from './boundaries'
import { importsOf } from './imports'

const root = join(import.meta.dirname, '..')
const OURS = ['src', 'scripts', 'e2e', 'bench', 'assembly']

function sources(): string[] {
  const all = OURS.flatMap(folder =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(name => `${folder}/${name.replaceAll('\\', '/')}`),
  )
  return all.filter(path => /\.(ts|tsx|mjs|css)$/.test(path) && !path.includes('.generated.') && !path.endsWith('.d.ts'))
}

const read = (path: string) => readFileSync(join(root, path), 'utf8')
const isTest = (path: string) => /\.test\.tsx?$/.test(path)

describe('the source tree', () => {
  it('keeps to the import table and to arithmetic that repeats bit for bit', () => {
    const files = sources().filter(path => /^src\/.*\.tsx?$/.test(path) && !isTest(path))
    expect(files.flatMap(path => violations(path, read(path)))).toEqual([])
  })

  it('is described by the same table in src/README.md', () => {
    const rows = [...read('src/README.md').matchAll(/^\| `([^`]+)\/` \|.*\| ([^|]+) \|$/gm)]
    const described = rows
      .map(([, folder = '', list = '']) => ({ folder, list }))
      .filter(({ folder }) => !folder.startsWith('components/'))
      .map(({ folder, list }) => [folder, list === 'nothing' ? [] : list.split(', ')])
    const table = Object.entries(MAY_IMPORT).map(([folder, list]) => [folder === 'backends' ? 'sim/backends' : folder, list])
    const plain = (list: unknown) => JSON.stringify(list).replaceAll('"sim/backends', '"backends')
    expect(described.map(plain).sort()).toEqual(table.map(row => plain(row)).sort())
  })

  it('asserts no index', () => {
    const files = sources().filter(path => /^(?!assembly).*\.tsx?$/.test(path))
    expect(files.flatMap(path => assertedIndices(path, read(path)))).toEqual([])
  })

  it('imports the scenario through its door, tests included', () => {
    const code = sources().filter(path => /\.tsx?$/.test(path) && !path.startsWith('assembly/'))
    const found = code.flatMap(path => importsOf(path, read(path)).flatMap(edge => besideTheDoor(path, edge) ?? []))
    expect(found).toEqual([])
  })

  it('has no file over 400 lines', () => {
    expect(sources().filter(path => read(path).trimEnd().split('\n').length > 400)).toEqual([])
  })
})

describe('violations', () => {
  const good: [string, string][] = [
    ['src/theory/gap.ts', "import { dot } from '../lib/vector'"],
    ['src/sim/create.ts', "import type { Backend } from './backends/types'; import { x } from '../scenario'"],
    ['src/sim/create.ts', "import('../scenario/check')"],
    ['src/sim/backends/wasm/engine.ts', "import { a } from '../types'; import { b } from '../../../lib/b'; import { c } from './kernels'"],
    ['src/sim/backends/tfjs/ops.ts', "import * as tf from '@tensorflow/tfjs-core'; const y = Math.exp(1)"],
    ['src/store/run.ts', "import type { Client } from '../workers/client'; import { createStore } from 'zustand/vanilla'"],
    ['src/sim/noise/step.ts', "import { a } from '../net/pass'; import type { B } from '../plane'"],
    ['src/sim/net/curvature.ts', "import type { A } from '../spectrum/curvatures'"],
    ['src/sim/testing/net.ts', "import { a } from '../net/pass'"],
    ['src/workers/studies/map.ts', "import { a } from '../../sim/ensemble/map'; import { b } from '../port'"],
    ['src/store/run.ts', "import type { A } from '../workers/studies/kinds'"],
    ['src/cli/data.ts', "import { a } from '../sim/files/own'"],
    ['src/workers/client.ts', "new Worker(new URL('./sim.worker.ts', import.meta.url), { type: 'module' })"],
    ['src/components/App.tsx', "import { useState } from 'react'; import { run } from '../store/run'; export const A = () => <a>{run}</a>"],
    ['src/cli/main.ts', "import { readFileSync } from 'node:fs'; import meta from '../../package.json'; const t = Date.now()"],
    ['src/lib/x.ts', "// Math.sin(x) ** 2\nconst a = Math.sqrt(2) + Math.imul(3, 4) + Math.PI; const b = 'Math.random()'"],
    ['src/main.tsx', "import './sim/create'"],
    ['src/components/panels/registry.ts', "import('./margin/Panel')"],
    ['src/components/panels/margin/spec.ts', "import '../reading/view'; import '../frame/spec'; import './sentence'"],
    ['src/components/panels/loss/strip/courses.ts', "import '../../reading/view'; import '../sentence'"],
  ]
  it.each(good)('accepts %s: %s', (path, source) => expect(violations(path, source)).toEqual([]))

  const bad: [string, string][] = [
    ['src/lib/x.ts', "import { a } from '../sim/a'"],
    ['src/lib/x.ts', "import { a } from '../theory'"],
    ['src/lib/x.ts', "import { a } from '../../scripts/boundaries'"],
    ['src/theory/x.ts', "export * from '../sim/a'"],
    ['src/scenario/x.ts', "import type { A } from '../sim/a'"],
    ['src/scenario/x.ts', "let a: import('../store/a').A"],
    ['src/sim/x.ts', "import '../theory/a'"],
    ['src/sim/x.ts', "import * as tf from '@tensorflow/tfjs-core'"],
    ['src/sim/backends/auto.ts', "import { a } from '../create'"],
    ['src/sim/backends/wasm/engine.ts', "import { a } from '../../../scenario/a'"],
    ['src/sim/backends/wasm/engine.ts', "import { a } from '../../metrics'"],
    ['src/sim/x.ts', "import { a } from './margin/run'"],
    ['src/sim/files/x.ts', "import { a } from '../load'"],
    ['src/sim/temperature/x.ts', "import type { A } from '../../scenario'"],
    ['src/sim/x.ts', "import type { A } from '../scenario/types'"],
    ['src/sim/x.ts', "import { a } from '../scenario/check'"],
    ['src/store/x.ts', "import('../scenario/schema')"],
    ['src/sim/net/x.ts', "import { a } from '../spectrum/curvatures'"],
    ['src/sim/metrics/x.ts', "import { a } from '../backends/reference'"],
    ['src/workers/x.ts', "import { a } from './studies/a'"],
    ['src/workers/x.ts', "import { a } from '../store/a'"],
    ['src/workers/x.ts', "import { useState } from 'react'"],
    ['src/store/x.ts', "import { a } from '../workers/studies/kinds'"],
    ['src/store/x.ts', "import { a } from '../workers/client'"],
    ['src/store/x.ts', "import type { A } from '../sim/a'"],
    ['src/charts/x.ts', "import { create } from 'zustand'"],
    ['src/components/x.ts', "import { get } from 'idb-keyval'"],
    ['src/charts/x.ts', "import { a } from '../store/a'"],
    ['src/components/X.tsx', "const a = import('../sim/a')"],
    ['src/components/X.tsx', "import type { A } from '../workers/protocol'"],
    ['src/components/X.tsx', "new Worker(new URL('../workers/sim.worker.ts', import.meta.url))"],
    ['src/components/panels/scatter/arms.ts', "import type { A } from '../landscape/window'"],
    ['src/components/panels/loss/strip/courses.ts', "import '../../landscape/window'"],
    ['src/components/panels/margin/Panel.tsx', "import type { A } from '../registry'"],
    ['src/components/panels/frame/host.ts', "import '../margin/spec'"],
    ['src/components/panels/reading/series.ts', "import type { A } from '../frame/spec'"],
    ['src/cli/x.ts', "import { a } from '../store/a'"],
    ['src/utils/x.ts', 'export const a = 1'],
    ['src/lib/x.ts', 'const a = Math.random()'],
    ['src/lib/x.ts', 'const { sin } = Math'],
    ['src/theory/x.ts', "const a = Math['log'](2)"],
    ['src/theory/x.ts', 'let a = 2 ** 3'],
    ['src/sim/x.ts', 'let a = 2; a **= 2'],
    ['src/sim/x.ts', 'const a = Date.now()'],
    ['src/sim/x.ts', 'const a = new Date()'],
    ['src/sim/backends/wasm/x.ts', 'const f = [1].map(Math.cos)'],
  ]
  it.each(bad)('refuses %s: %s', (path, source) => expect(violations(path, source)).toHaveLength(1))

  it('finds asserted indices, and nothing else that ends in a mark', () => {
    expect(assertedIndices('src/lib/x.ts', 'const a = [1]\nconst b = a[0]! + 1')).toEqual(['src/lib/x.ts:2 asserts an index'])
    expect(assertedIndices('src/lib/x.ts', 'const b = a[0] !== 1, c = ref.current!, d = !e[0]')).toEqual([])
  })

  it('tells the compute backends from the simulation', () => {
    expect(folderOf('src/sim/backends/types.ts')).toBe('backends')
    expect(folderOf('src/sim/create.ts')).toBe('sim')
    expect(folderOf('bench/run.ts')).toBeNull()
  })
})
