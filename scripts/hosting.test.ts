import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parse } from 'yaml'

const root = join(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

interface Workflow {
  readonly on: object
  readonly permissions: object
  readonly jobs: Record<
    string,
    { needs?: string; permissions?: object; steps: { uses?: string; run?: string; with?: Record<string, unknown> }[] }
  >
}

it('the workflow for GitHub Pages runs what there is, with actions pinned to commits, and little leave', () => {
  const { jobs, permissions } = parse(read('.github/workflows/pages.yml')) as Workflow
  const steps = Object.values(jobs).flatMap(job => job.steps)
  const uses = steps.flatMap(step => step.uses ?? [])
  expect(uses.map(use => use.split('@')[0])).toEqual([
    ...['actions/checkout', 'actions/setup-node', 'actions/upload-pages-artifact', 'actions/deploy-pages'],
  ])
  for (const use of uses) expect(use).toMatch(/@[0-9a-f]{40}$/)
  const { scripts, engines } = JSON.parse(read('package.json'))
  for (const { run } of steps) {
    const [, name] = /^npm run (\S+)$/.exec(run ?? '') ?? []
    if (name !== undefined) expect(scripts).toHaveProperty(name)
  }
  const node = steps.find(step => step.uses?.startsWith('actions/setup-node'))?.with?.['node-version']
  expect(Number(node)).toBeGreaterThanOrEqual(Number(/\d+/.exec(engines.node)?.[0]))
  expect([permissions, jobs.build?.permissions, jobs.deploy?.permissions]).toEqual([
    { contents: 'read' },
    undefined,
    { pages: 'write', 'id-token': 'write' },
  ])
})

it('the page for addresses that are none needs no file beside it, and its policy lets its script run', () => {
  const html = read('public/404.html').replaceAll('\r\n', '\n')
  const scripts = [...html.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)]
  expect(scripts.map(([, attributes]) => attributes)).toEqual([''])
  const digest = createHash('sha256')
    .update(scripts[0]?.[2] ?? '')
    .digest('base64')
  expect(html).toContain(`script-src 'sha256-${digest}'`)
})

it('the page on hosting says what every header of the file for nginx is for, and names files that are there', () => {
  const page = read('docs/hosting.md')
  const headers = [...read('docs/hosting/nginx.conf').matchAll(/add_header (\S+)/g)].map(([, name = '']) => name)
  expect(headers).toHaveLength(6)
  for (const name of headers) expect(page).toContain(`\`${name}`)
  for (const [, path = ''] of page.matchAll(/\]\(([^)#:]+)\)/g)) expect(existsSync(join(root, 'docs', path)), path).toBe(true)
})
