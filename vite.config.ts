import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { licenses } from './scripts/licenses.mjs'

const { page, worker } = licenses('licenses.txt', ['@fontsource-variable/inter'])
const rolldownOptions = { output: { comments: { legal: false } } }

export default defineConfig({
  base: './',
  plugins: [react(), page],
  worker: { format: 'es', plugins: worker, rolldownOptions },
  build: {
    target: ['es2022', 'chrome111', 'firefox114', 'safari16.4'],
    sourcemap: false,
    outDir: 'dist',
    rolldownOptions,
  },
})
