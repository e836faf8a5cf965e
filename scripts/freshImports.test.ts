import { compileFunction } from 'node:vm'
import { expect, it } from 'vitest'
import { freshImports } from './freshImports.mjs'

/** How Vite asks for a part of the page, in short. */
const VITE = `return baseModule => baseModule().catch(error => { throw error }) // vite:preloadError`

it('a part of the page that did not come is asked for by another name, until it comes, and kept then', async () => {
  const { code } = (freshImports().renderChunk as (code: string) => { code: string })(VITE)
  const asked: string[] = []
  const answers = [Promise.reject(new Error('offline')), Promise.resolve('part')]
  const again = (url: string) => {
    asked.push(url)
    return answers.shift()
  }
  const load = compileFunction(code.replaceAll('import(', 'again('), ['again', 'fetch'])(again, async () => ({ ok: false }))
  const url = 'https://a.example/assets/part-1.js'
  const lost = () => Promise.reject(new TypeError(`Failed to fetch dynamically imported module: ${url}`))
  await expect(load(lost)).rejects.toThrow('Failed to fetch')
  expect([await load(lost), await load(lost)]).toEqual(['part', 'part'])
  expect(asked).toEqual([`${url}?again=1`, `${url}?again=2`])
  expect(await load(async () => 'another')).toBe('another')
})
