// Builds everything, serves dist/ and prints the address; opens a browser where there is a display.
import { spawn } from 'node:child_process'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { preview } from 'vite'
import './build.mjs'

function canShow() {
  if (process.env.CI) return false
  if (process.platform === 'darwin' || process.platform === 'win32') return true
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

function show(url) {
  const [command, ...args] = { darwin: ['open', url], win32: ['cmd', '/c', 'start', '""', url] }[process.platform] ?? ['xdg-open', url]
  spawn(command, args, { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref()
}

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const server = await preview({ root, logLevel: 'warn', preview: { port: 4173, strictPort: false, open: false } })
const url = server.resolvedUrls?.local[0]
console.log(`\n  Noisescope is at ${url}\n  Ctrl+C stops it.\n`)
if (url && canShow()) show(url)
