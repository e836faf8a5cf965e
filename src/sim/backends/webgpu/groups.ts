import { DRAWS } from './draws'
import { PARAMS } from './params'
import { SCALING } from './scaling'

/** How a workgroup sums: `subgroup` where it is one subgroup, through registers; `barrier` anywhere, through workgroup memory. */
export type Summing = 'subgroup' | 'barrier'

const TOTAL: Record<Summing, string> = {
  subgroup: /* wgsl */ `
fn total(lane: u32, part: vec4f) -> vec4f { return subgroupAdd(part); }
`,
  barrier: /* wgsl */ `
var<workgroup> sums: array<vec4f, T>;
fn total(lane: u32, part: vec4f) -> vec4f {
  sums[lane] = part;
  workgroupBarrier();
  for (var half = T / 2u; half > 0u; half /= 2u) {
    if (lane < half) { sums[lane] += sums[lane + half]; }
    workgroupBarrier();
  }
  let all = sums[0];
  workgroupBarrier();
  return all;
}
`,
}

/**
 * WGSL: one workgroup of `lanes` (a power of two, 4 at least) per replica, w in the registers of its lanes, `each` entries a lane. Rows have
 * `stride` floats. The lanes draw for one another: each its own number of the next `lanes` draws.
 */
export const groupSteps = (stride: number, lanes: number, each: number, summing: Summing) => /* wgsl */ `
${summing === 'subgroup' ? 'enable subgroups;' : ''}
${PARAMS}
@group(0) @binding(1) var<storage, read> features: array<f32>;
@group(0) @binding(2) var<storage, read> rest: array<f32>;
@group(0) @binding(3) var<storage, read> lambda: array<f32>;
@group(0) @binding(4) var<storage, read> rates: array<f32>;
@group(0) @binding(5) var<storage, read_write> states: array<f32>;
@group(0) @binding(6) var<storage, read_write> replicas: array<Replica>;
${DRAWS}
${SCALING}
const T = ${lanes}u;
const S = ${stride}u;
const C = ${each}u;
var<private> w: array<f32, C>;
var<private> g: array<f32, C>;
var<workgroup> drawn: array<u32, T>;
${TOTAL[summing]}
// A lane's entry of a row; zero beyond the row's end.
fn entry(row: u32, k: u32) -> f32 {
  if (k >= S) { return 0.0; }
  return features[row * S + k];
}

@compute @workgroup_size(T)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let r = p.first + group.x;
  var held = replicas[r].exponent;
  var waiting = replicas[r].escape == 0xffffffffu;
  var square = 0.0;
  for (var c = 0u; c < C; c++) {
    let k = lane + T * c;
    w[c] = 0.0;
    if (k < S) { w[c] = states[r * S + k]; }
    square += w[c] * w[c];
  }
  var norm = total(lane, vec4f(square)).x;
  // Draws base … base + T − 1 since the start of the dispatch are in 'drawn'; none yet.
  var base = 0u;
  var known = 0u;
  for (var t = 0u; t < p.steps; t++) {
    let far = excess(norm, held);
    let factor = power(-far);
    held += far;
    for (var c = 0u; c < C; c++) {
      w[c] *= factor;
      g[c] = 0.0;
    }
    let small = power(-held);
    // Four rows at a time, so that a batch of four is summed over the lanes at once.
    for (var b = 0u; b < p.B; b += 4u) {
      let rows = min(4u, p.B - b);
      let at = t * p.B + b;
      if (at + rows > known) {
        workgroupBarrier();
        let q = drawNumber(at + lane);
        drawn[lane] = draw(r, q, wordsOf(r, q));
        workgroupBarrier();
        base = at;
        known = at + T;
      }
      var part = vec4f();
      var left = vec4f();
      for (var m = 0u; m < rows; m++) {
        let i = drawn[at - base + m];
        var sum = 0.0;
        for (var c = 0u; c < C; c++) { sum += w[c] * entry(i, lane + T * c); }
        part[m] = sum;
        if (p.noisy != 0u) { left[m] = small * rest[i]; }
      }
      let rate = rates[t] * (total(lane, part) + left);
      for (var m = 0u; m < rows; m++) {
        let i = drawn[at - base + m];
        for (var c = 0u; c < C; c++) { g[c] += rate[m] * entry(i, lane + T * c); }
      }
    }
    var both = vec4f();
    for (var c = 0u; c < C; c++) {
      let k = lane + T * c;
      w[c] -= g[c];
      let square = w[c] * w[c];
      var l = 0.0;
      if (k < S) { l = lambda[k]; }
      both += vec4f(square, l * square, 0.0, 0.0);
    }
    let all = total(lane, both);
    norm = all.x;
    if (waiting && escaped(all.y, held)) {
      if (lane == 0u) { replicas[r].escape = p.taken + t + 1u; }
      waiting = false;
    }
  }
  for (var c = 0u; c < C; c++) {
    let k = lane + T * c;
    if (k < S) { states[r * S + k] = w[c]; }
  }
  if (lane == 0u) { replicas[r].exponent = held; }
}
`
