import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { documents } from './scripts/documents.mjs'
import { firstModules } from './scripts/firstModules.mjs'
import { freshImports } from './scripts/freshImports.mjs'
import { licenses } from './scripts/licenses.mjs'
import { offline } from './scripts/offline.mjs'
import { policy } from './scripts/policy.mjs'
import { sourceDigest } from './scripts/sourceDigest.mjs'

const { page, worker } = licenses('licenses.txt', [
  '@expo-google-fonts/inter',
  '@fontsource-variable/inter',
  'workbox-core',
  'workbox-precaching',
  'workbox-routing',
  'workbox-strategies',
])
const entry = fileURLToPath(new URL('src/main.tsx', import.meta.url))
const first = firstModules(entry)
first.delete(entry)
/** Libraries that they import, and what Vite fetches later parts with. */
const LIBRARIES = /node_modules\/((react|react-dom|scheduler|d3-array|lucide-react)\/|zustand\/esm\/(vanilla|react)\.)|vite\/preload-helper/
const rolldownOptions = { output: { comments: { legal: false } } }

/**
 * WebKit runs a worker's first file once more when a chunk imports from it, as if it were another module: there would be two servers
 * in one worker. So nothing is imported from it (Vite sets this option itself, after the configuration), and what it starts with stays in one piece.
 */
const entriesApart: Plugin = {
  name: 'entries-apart',
  options: options => ({ ...options, preserveEntrySignatures: 'strict' }),
}

export default defineConfig({
  base: './',
  define: { SOURCE_DIGEST: JSON.stringify(sourceDigest()) },
  resolve: { alias: { '@stdlib/utils-define-property': fileURLToPath(new URL('scripts/defineProperty.cjs', import.meta.url)) } },
  plugins: [react(), page, policy(), documents(), offline(), freshImports()],
  worker: {
    format: 'es',
    plugins: () => [...worker(), entriesApart],
    rolldownOptions: { output: { ...rolldownOptions.output, codeSplitting: { groups: [{ name: 'core', test: /\.worker\.ts/ }] } } },
  },
  build: {
    target: ['es2022', 'chrome111', 'firefox114', 'safari16.4'],
    sourcemap: false,
    // The policy of the page allows no fonts within style sheets.
    assetsInlineLimit: file => (/\.(woff2?|ttf|webp)$/.test(file) ? false : undefined),
    modulePreload: {
      // Where it is unknown (before Firefox 115, Safari 17) a page is as right without.
      polyfill: false,
      // What a part that is fetched later imports is mostly here by then; the names of it all would travel with the first picture.
      resolveDependencies: (_, names, { hostType }) => (hostType === 'html' ? names : names.filter(name => name.endsWith('.css'))),
    },
    outDir: 'dist',
    // The largest part, three.js with what draws surfaces, is fetched when a surface is asked for.
    chunkSizeWarningLimit: 800,
    rolldownOptions: {
      // What jsPDF would fetch to draw HTML, which nothing here asks for.
      external: ['canvg', 'dompurify', 'html2canvas'],
      output: {
        ...rolldownOptions.output,
        // What the first picture needs in one file: many small ones compress far worse, each by itself.
        codeSplitting: {
          groups: [{ name: 'first', test: id => first.has(id) || LIBRARIES.test(id), includeDependenciesRecursively: false }],
        },
      },
    },
  },
})
