import { expect, it } from 'vitest'
import { declaredNames, repeatedNames } from './names'

it('finds what a module declares at its top level, and nothing else', () => {
  const source = `
    import { a } from './a'
    export { b } from './b'
    export const c = 1, d = () => { const inner = 2; return inner }
    export default function e() {}
    const Later = deferred(() => import('./Later'))
    class F {}
    export interface G {}
    type H = G
  `
  expect(declaredNames(source, 'x.ts')).toEqual(['c', 'd', 'e', 'F', 'G', 'H'])
})

it('names those that several files declare, with their places', () => {
  const files = [
    ['a.ts', 'const near = 1; export function near2() {}'],
    ['b.tsx', 'export const near = <a>b</a>'],
    ['c.ts', 'const far = 1'],
  ] as const
  expect([...repeatedNames(files)]).toEqual([['near', ['a.ts', 'b.tsx']]])
})
