// The kernel that benchmarks compare the others with, a module of its own.
export { heapBase } from './heap'
export { peak } from './peak'
