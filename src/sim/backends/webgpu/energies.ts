import type { ReplicaEnergies } from '../ensemble'
import { NEVER, PARAMS } from './params'

/** Invocations of a workgroup in `energies`, each with a replica of its own. */
export const READERS = 64
/** Words of a replica in a reading. */
export const READING = 5

/** WGSL: Σ λ_k w_k² over the first p.head directions, over the others, Σ w_k², exponent, escape: what a reading brings back of a replica. */
export const energies = (chunks: number) => /* wgsl */ `
${PARAMS}
@group(0) @binding(1) var<storage, read> lambda: array<vec4f>;
@group(0) @binding(2) var<storage, read> states: array<vec4f>;
@group(0) @binding(3) var<storage, read> replicas: array<Replica>;
@group(0) @binding(4) var<storage, read_write> out: array<u32>;
const S = ${chunks}u;

@compute @workgroup_size(${READERS})
fn main(@builtin(global_invocation_id) id: vec3u) {
  let r = id.x;
  if (r >= p.end) { return; }
  var sharp = vec4f();
  var flat = vec4f();
  var norm = vec4f();
  for (var k = 0u; k < S; k++) {
    let w = states[r * S + k];
    let square = w * w;
    let inHead = vec4u(4u * k) + vec4u(0u, 1u, 2u, 3u) < vec4u(p.head);
    norm += square;
    sharp += select(vec4f(), lambda[k] * square, inHead);
    flat += select(lambda[k] * square, vec4f(), inHead);
  }
  let one = vec4f(1.0);
  out[r * ${READING}u] = bitcast<u32>(dot(sharp, one));
  out[r * ${READING}u + 1u] = bitcast<u32>(dot(flat, one));
  out[r * ${READING}u + 2u] = bitcast<u32>(dot(norm, one));
  out[r * ${READING}u + 3u] = bitcast<u32>(replicas[r].exponent);
  out[r * ${READING}u + 4u] = replicas[r].escape;
}
`

/** The words that `energies` wrote of R replicas. */
export function unpacked(bytes: ArrayBuffer, R: number): ReplicaEnergies {
  const [floats, ints, words] = [new Float32Array(bytes), new Int32Array(bytes), new Uint32Array(bytes)]
  return {
    energies: Float64Array.from({ length: 3 * R }, (_, i) => floats[READING * Math.floor(i / 3) + (i % 3)]),
    exponents: Int32Array.from({ length: R }, (_, r) => ints[READING * r + 3]),
    escapes: Float64Array.from({ length: R }, (_, r) => (words[READING * r + 4] === NEVER ? -1 : words[READING * r + 4])),
  }
}
