/**
 * WGSL: the draws of `EnsembleKernel`, word for word those of `lib/philox.ts`. `draw(r, q, block)` is the sample number of draw q
 * of replica r; counters are 64 bits wide, low word first. Expects the uniform `p` of `params.ts`.
 */
export const DRAWS = /* wgsl */ `
// The high word of a 64-bit product, by halves: WGSL has no integers beyond 32 bits.
fn mulHigh(a: u32, b: u32) -> u32 {
  let a0 = a & 0xffffu;
  let a1 = a >> 16u;
  let b0 = b & 0xffffu;
  let b1 = b >> 16u;
  let mid = a1 * b0 + ((a0 * b0) >> 16u);
  return a1 * b1 + (mid >> 16u) + ((a0 * b1 + (mid & 0xffffu)) >> 16u);
}

fn philox(index: u32, step: vec2u, stream: u32) -> vec4u {
  var c = vec4u(index, step, stream);
  var key = vec2u(p.seed, 0u);
  for (var round = 0u; round < 10u; round++) {
    let high = vec2u(mulHigh(0xd2511f53u, c.x), mulHigh(0xcd9e8d57u, c.z));
    let low = vec2u(0xd2511f53u * c.x, 0xcd9e8d57u * c.z);
    c = vec4u(high.y ^ c.y ^ key.x, low.y, high.x ^ c.w ^ key.y, low.x);
    key += vec2u(0x9e3779b9u, 0xbb67ae85u);
  }
  return c;
}

// The number of a draw: those before this dispatch, and those since.
fn drawNumber(since: u32) -> vec2u {
  let low = p.drawn.x + since;
  return vec2u(low, p.drawn.y + select(0u, 1u, low < since));
}

fn wordsOf(r: u32, q: vec2u) -> vec4u {
  return philox(r, vec2u((q.x >> 2u) | (q.y << 30u), q.y >> 2u), p.stream);
}

// Lemire's method: a rejected word is drawn anew from counters of its own. p.rejected is 2^32 mod n.
fn draw(r: u32, q: vec2u, words: vec4u) -> u32 {
  var word = words[q.x & 3u];
  for (var attempt = 1u; word * p.n < p.rejected; attempt++) {
    word = philox(r, q, p.stream + 0x100u * attempt).x;
  }
  return mulHigh(word, p.n);
}
`
