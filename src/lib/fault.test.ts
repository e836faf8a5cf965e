import { expect, it } from 'vitest'
import { DisposedError, Fault, fetched, messageOf, reasonOf } from './fault'

it('says what happened, then what to do, and keeps the cause', () => {
  const cause = new Error('no adapter')
  const fault = new Fault('This browser offers no WebGPU adapter', 'choose wasm', { cause })
  expect(fault).toMatchObject({ message: 'This browser offers no WebGPU adapter; choose wasm', remedy: 'choose wasm', cause })
  expect([messageOf(fault), reasonOf(fault), reasonOf(cause), reasonOf('gone')]).toEqual([
    'This browser offers no WebGPU adapter; choose wasm',
    'This browser offers no WebGPU adapter',
    'no adapter',
    'gone',
  ])
})

it('leaves the full stop to the sentence that a message stands in', () => {
  expect([messageOf(new Error('Out of memory.')), messageOf('This browser offers no WebGL 2.'), messageOf('and so on...')]).toEqual([
    'Out of memory',
    'This browser offers no WebGL 2',
    'and so on...',
  ])
})

it('has one wording for what is disposed', () => {
  const { name, message } = new DisposedError('engine', 'open the problem again')
  expect(`${name}: ${message}`).toBe('DisposedError: This engine is disposed; open the problem again')
})

it('hands on code that comes', async () => {
  expect(await fetched('x', Promise.resolve(7))).toBe(7)
})
