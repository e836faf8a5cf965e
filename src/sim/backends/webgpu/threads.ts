import { DRAWS } from './draws'
import { PARAMS } from './params'
import { SCALING } from './scaling'

/** Invocations of a workgroup in `threadSteps`, each with a replica of its own. */
export const THREADS = 64

/**
 * WGSL: one thread per replica, for adapters that are processors in truth: nothing to synchronise, w in an array of the thread. A row of
 * features is `chunks` vec4f.
 */
export const threadSteps = (chunks: number) => /* wgsl */ `
${PARAMS}
@group(0) @binding(1) var<storage, read> features: array<vec4f>;
@group(0) @binding(2) var<storage, read> rest: array<f32>;
@group(0) @binding(3) var<storage, read> lambda: array<vec4f>;
@group(0) @binding(4) var<storage, read> rates: array<f32>;
@group(0) @binding(5) var<storage, read_write> states: array<vec4f>;
@group(0) @binding(6) var<storage, read_write> replicas: array<Replica>;
${DRAWS}
${SCALING}
const S = ${chunks}u;
var<private> w: array<vec4f, S>;
var<private> g: array<vec4f, S>;

fn coefficient(i: u32, rate: f32, small: f32) -> f32 {
  var sum = vec4f();
  for (var k = 0u; k < S; k++) { sum += features[i * S + k] * w[k]; }
  var r = (sum.x + sum.z) + (sum.y + sum.w);
  if (p.noisy != 0u) { r += small * rest[i]; }
  return rate * r;
}

@compute @workgroup_size(${THREADS})
fn main(@builtin(global_invocation_id) id: vec3u) {
  let r = p.first + id.x;
  if (r >= p.end) { return; }
  var held = replicas[r].exponent;
  var waiting = replicas[r].escape == 0xffffffffu;
  var norm = 0.0;
  for (var k = 0u; k < S; k++) {
    w[k] = states[r * S + k];
    norm += dot(w[k], w[k]);
  }
  var words = wordsOf(r, p.drawn);
  var drawn = 0u;
  for (var t = 0u; t < p.steps; t++) {
    let far = excess(norm, held);
    if (far != 0) {
      let factor = power(-far);
      for (var k = 0u; k < S; k++) { w[k] *= factor; }
      held += far;
    }
    let small = power(-held);
    // Into zeroed sums first, then once into w: adding each row to w would round at the size of w.
    if (p.B > 1u) { for (var k = 0u; k < S; k++) { g[k] = vec4f(); } }
    for (var b = 0u; b < p.B; b++) {
      let q = drawNumber(drawn);
      if ((q.x & 3u) == 0u) { words = wordsOf(r, q); }
      drawn++;
      let i = draw(r, q, words);
      let c = coefficient(i, rates[t], small);
      if (p.B == 1u) {
        for (var k = 0u; k < S; k++) { w[k] -= c * features[i * S + k]; }
      } else {
        for (var k = 0u; k < S; k++) { g[k] += c * features[i * S + k]; }
      }
    }
    norm = 0.0;
    var energy = 0.0;
    for (var k = 0u; k < S; k++) {
      if (p.B > 1u) { w[k] -= g[k]; }
      let square = w[k] * w[k];
      norm += dot(square, vec4f(1.0));
      energy += dot(square, lambda[k]);
    }
    if (waiting && escaped(energy, held)) {
      replicas[r].escape = p.taken + t + 1u;
      waiting = false;
    }
  }
  for (var k = 0u; k < S; k++) { states[r * S + k] = w[k]; }
  replicas[r].exponent = held;
}
`
