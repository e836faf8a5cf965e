import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Server } from './server'

const CONF = join(import.meta.dirname, '../../docs/hosting/nginx.conf')
const FOUND = ['nginx', '/usr/sbin/nginx'].find(path => spawnSync(path, ['-v']).status === 0)
const TYPES = ['/etc/nginx/mime.types', '/usr/local/etc/nginx/mime.types', '/opt/homebrew/etc/nginx/mime.types'].find(existsSync)

/** Whether this machine has nginx, with its list of types. */
export const hasNginx = FOUND !== undefined && TYPES !== undefined

/**
 * nginx with the file of docs/hosting.md, on a free port and over a folder of the caller's; with `optional`, the lines that
 * stand there as comments too.
 */
export async function serveNginx(site: string, optional = false): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'noisescope-nginx-'))
  const port = await freePort()
  const lines = readFileSync(CONF, 'utf8').replace('listen 8080;', `listen 127.0.0.1:${port};`).replace('/srv/noisescope/', `${site}/`)
  writeFileSync(join(folder, 'noisescope.conf'), optional ? lines.replaceAll('#add_header', 'add_header') : lines)
  mkdirSync(join(folder, 'tmp'))
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(kind => `${kind}_temp_path tmp/${kind};`)
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; master_process off; pid nginx.pid; error_log stderr warn; events {}
     http { include ${TYPES}; default_type application/octet-stream; access_log off; ${temporary.join(' ')} include noisescope.conf; }\n`,
  )
  const child = spawn(FOUND ?? '', ['-p', folder, '-c', 'nginx.conf', '-e', 'stderr'], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', text => {
    said += text
  })
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const url = `http://127.0.0.1:${port}/noisescope/`
  while (!(await fetch(url).catch(() => null))?.ok) {
    if (child.exitCode !== null) throw new Error(`nginx does not start with ${CONF}: ${said}`)
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  const close = async () => {
    child.kill()
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  return { url, close }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const at = server.address()
  await new Promise(resolve => server.close(resolve))
  return typeof at === 'object' && at ? at.port : 0
}
