import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  base: './',
  plugins: [react()],
  worker: { format: 'es' },
  build: {
    target: ['es2022', 'chrome111', 'firefox114', 'safari16.4'],
    sourcemap: false,
    outDir: 'dist',
  },
})
