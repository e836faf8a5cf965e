import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { firstModules } from './firstModules.mjs'

const folder = mkdtempSync(join(tmpdir(), 'first-modules-'))
afterAll(() => rmSync(folder, { recursive: true }))

const reached = (files: Record<string, string>) => {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return [...firstModules(join(folder, 'main.ts'))].map(file => basename(file)).sort()
}

it('follows an import to the modules of the names that it takes, and neither types nor what is fetched later', () => {
  const door = `export type { T } from './types'\nexport { a } from './a'\nexport {\n  b,\n  long as short,\n} from './b'\nexport { unused } from './unused'\n`
  expect(
    reached({
      'main.ts': `import './effect'\nimport { type T, a, short } from './door'\nimport type { U } from './types'\nimport { view } from './view'\nimport * as all from './all'\nconst later = () => import('./later')\n`,
      'door.ts': door,
      'types.ts': '',
      'a.ts': `import { c } from './c'\nimport { x } from 'library'\n`,
      'b.ts': `import { a } from './a'\n`,
      'c.ts': '',
      'unused.ts': '',
      'later.ts': '',
      'effect.ts': '',
      'all.ts': `export * from './whole'\n`,
      'whole.ts': '',
      'view.tsx': `import Panel from './Panel'\nexport const view = Panel\n`,
      'Panel.tsx': '',
    }),
  ).toEqual(['Panel.tsx', 'a.ts', 'all.ts', 'b.ts', 'c.ts', 'effect.ts', 'main.ts', 'view.tsx', 'whole.ts'])
})
