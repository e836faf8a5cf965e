// The kernels of the replicas, in float64 and float32 from one source, a module of their own: the page's first picture needs none of them.
import { energies } from './replicas/energies'
import { steps } from './replicas/steps'

export { heapBase } from './heap'
export { ensembleSetup } from './replicas/problem'

export function ensembleSteps64(from: u32, to: u32, etas: usize, count: u32, batch: u32, taken: f64, drawn: f64, limit: f64): void {
  steps<f64>(from, to, etas, count, batch, taken, drawn, limit)
}
export function ensembleSteps32(from: u32, to: u32, etas: usize, count: u32, batch: u32, taken: f64, drawn: f64, limit: f64): void {
  steps<f32>(from, to, etas, count, batch, taken, drawn, limit)
}

export function ensembleEnergies64(from: u32, to: u32, head: u32, out: usize): void {
  energies<f64>(from, to, head, out)
}
export function ensembleEnergies32(from: u32, to: u32, head: u32, out: usize): void {
  energies<f32>(from, to, head, out)
}
