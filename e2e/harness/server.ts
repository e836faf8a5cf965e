import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { build, createServer, preview } from 'vite'

const root = join(import.meta.dirname, '../..')
const sites = join(root, '.cache/site')
const INPUTS = [
  'index.html',
  'package-lock.json',
  'vite.config.ts',
  'scripts/firstModules.mjs',
  'scripts/freshImports.mjs',
  'docs/explained.html',
  'scripts/documents.mjs',
  'scripts/licenses.mjs',
  'scripts/offline.mjs',
  'scripts/policy.mjs',
  'scripts/sourceDigest.mjs',
  'scripts/defineProperty.cjs',
  'public',
  'src',
  'assembly',
  'scripts/build-wasm.mjs',
  'scripts/build-python.mjs',
]

export interface Server {
  /** Ends with a slash. */
  readonly url: string
  close(): Promise<void>
}

function* filesUnder(path: string): Generator<string> {
  if (!existsSync(path)) return
  if (!statSync(path).isDirectory()) yield path
  else for (const name of readdirSync(path).sort()) yield* filesUnder(join(path, name))
}

function digest(): string {
  const hash = createHash('sha256')
  for (const input of INPUTS) {
    for (const file of filesUnder(join(root, input))) {
      if (/\.(test\.tsx?|generated\.ts(\.\d+)?)$/.test(file)) continue
      hash.update(file.slice(root.length)).update(readFileSync(file))
    }
  }
  return hash.digest('hex').slice(0, 12)
}

/** Under a test runner NODE_ENV is 'test', and Vite would bundle React's development build; what Vite makes of it would outlive the call. */
async function inProduction<T>(run: () => Promise<T>): Promise<T> {
  const { NODE_ENV } = process.env
  process.env.NODE_ENV = 'production'
  try {
    return await run()
  } finally {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV
    else process.env.NODE_ENV = NODE_ENV
  }
}

/** Builds the page unless this very source is built already; returns the folder. */
export async function buildSite(): Promise<string> {
  const site = join(sites, digest())
  if (existsSync(site)) return site
  const { buildWasm } = await import('../../scripts/build-wasm.mjs')
  await buildWasm()
  const partial = `${site}.${process.pid}`
  await inProduction(() => build({ root, logLevel: 'warn', build: { outDir: partial, emptyOutDir: true } }))
  for (const old of readdirSync(sites)) if (/^[0-9a-f]{12}$/.test(old)) rmSync(join(sites, old), { recursive: true, force: true })
  if (existsSync(site)) rmSync(partial, { recursive: true })
  else renameSync(partial, site)
  return site
}

/** The built page, under a sub-path as on a static host. */
export async function serveBuilt(): Promise<Server> {
  const outDir = await buildSite()
  const server = await inProduction(() =>
    preview({
      root,
      base: '/some/sub-path/',
      logLevel: 'warn',
      build: { outDir },
      preview: { host: '127.0.0.1', port: 0, open: false },
    }),
  )
  return { url: server.resolvedUrls?.local[0] ?? '', close: () => server.close() }
}

/** The sources themselves, unbundled: for pages under e2e/, or under another folder, that start workers straight from src. */
export async function serveSource(folder = 'e2e'): Promise<Server> {
  const { buildWasm } = await import('../../scripts/build-wasm.mjs')
  await buildWasm()
  mkdirSync(join(root, '.cache'), { recursive: true })
  const server = await createServer({
    root,
    base: '/',
    logLevel: 'warn',
    cacheDir: join(root, '.cache', `vite-source-${folder}`),
    server: {
      ...{ host: '127.0.0.1', port: 0, strictPort: false, hmr: false, watch: null, open: false },
      // Packages may be linked from elsewhere.
      fs: { allow: [root, realpathSync(join(root, 'node_modules'))] },
    },
    // Dependencies met later would reload the page in the middle of a test: the scan must meet them all.
    optimizeDeps: {
      entries: [`${folder}/**/*.html`, `${folder}/**/*.worker.ts`, 'src/workers/*.worker.ts', 'src/sim/backends/**/!(*.test).ts'],
    },
  })
  await server.listen()
  return { url: server.resolvedUrls?.local[0] ?? '', close: () => server.close() }
}
