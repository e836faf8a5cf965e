import { expect, it } from 'vitest'
import { structureOf } from './structure'

const house = (files: Record<string, string>) => structureOf(new Map(Object.entries(files)))

it('counts rooms, floors and arrows, a folder as one room, and leaves out tests and fixtures', () => {
  const found = house({
    'page.tsx': "import { a } from './a'; const b = import('./deep/b')",
    'a.ts': "import type { C } from './deep/c'; import 'react'; import './a.css'",
    'deep/b.ts': "export * from './c'",
    'deep/c.ts': 'export type C = 1',
    'alone.ts': '',
    'a.test.ts': "import './page'",
    'testing/x.ts': "import '../page'",
    'a.fixture.ts': '',
  })
  expect(found).toEqual({ rooms: 4, floors: 3, arrows: 3, upward: [], circles: [], fileCircles: [] })
})

it('finds circles of rooms and of files, and the arrow that goes up', () => {
  const found = house({
    'page.ts': "import './host'",
    'host.ts': "import './spec'; import './tip'",
    'spec.ts': "import type { Host } from './host'",
    'tip.ts': "import './spec'",
    'deep/a.ts': "import './b'",
    'deep/b.ts': "import './a'",
  })
  expect(found).toMatchObject({ rooms: 5, floors: 4, arrows: 5, upward: [['spec.ts', 'host.ts']] })
  expect(found.circles).toEqual([['host.ts → spec.ts', 'host.ts → tip.ts', 'spec.ts → host.ts', 'tip.ts → spec.ts']])
  expect(found.fileCircles).toEqual([
    ['host.ts', 'spec.ts', 'tip.ts'],
    ['deep/a.ts', 'deep/b.ts'],
  ])
})
