import { expect, it } from 'vitest'
import { attributed, KINDS } from './attribution'

const node = (id: number, functionName: string, url: string, children: number[] = []) => ({
  ...{ id, children },
  callFrame: { functionName, url, scriptId: '0', lineNumber: 0, columnNumber: 0 },
})

it('gives the time of kernels to the operation that calls them, and leaves out who measures', () => {
  const nodes = [
    node(1, '(root)', '', [2, 8, 9, 10]),
    node(2, 'step', 'file:///a/netStepper.ts', [3, 7]),
    node(3, 'linear', 'file:///a/machine.ts', [4]),
    node(4, 'js-to-wasm:iii:i', '', [5]),
    node(5, 'wasm-function[7]', 'wasm://wasm/0a', [6]),
    node(6, 'wasm-function[9]', 'wasm://wasm/0a'),
    node(7, 'wasm-function[3]', 'wasm://wasm/0a'),
    node(8, '(garbage collector)', ''),
    node(9, '(idle)', ''),
    node(10, 'dispatch', 'node:inspector'),
  ]
  const samples = [2, 3, 5, 6, 6, 7, 8, 9, 10]
  const timeDeltas = [10, 10, 20, 20, 10, 20, 10, 1000, 1000]
  const shares = attributed({ nodes, samples, timeDeltas, startTime: 0, endTime: 0 })
  expect(Object.keys(shares)).toEqual(KINDS)
  expect(shares).toMatchObject({
    'products of weights and samples': 50,
    'other kernels': 20,
    JavaScript: 20,
    'garbage collection': 10,
    'Gram matrix': 0,
  })
})
