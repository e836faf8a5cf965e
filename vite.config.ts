import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { licenses } from './scripts/licenses.mjs'

const { page, worker } = licenses('licenses.txt', ['@fontsource-variable/inter'])
const rolldownOptions = { output: { comments: { legal: false } } }

export default defineConfig({
  base: './',
  resolve: { alias: { '@stdlib/utils-define-property': fileURLToPath(new URL('scripts/defineProperty.cjs', import.meta.url)) } },
  plugins: [react(), page],
  worker: { format: 'es', plugins: worker, rolldownOptions },
  build: {
    target: ['es2022', 'chrome111', 'firefox114', 'safari16.4'],
    sourcemap: false,
    // Where it is unknown (before Firefox 115, Safari 17) a page is as right without.
    modulePreload: { polyfill: false },
    outDir: 'dist',
    rolldownOptions,
  },
})
