/** WGSL: states stand for w·2^held; these say when and by how much they are brought back, and what the escape rule asks of them. */
export const SCALING = /* wgsl */ `
const LARGEST = 3.4028234e38;

fn power(k: i32) -> f32 {
  if (k < -126) { return 0.0; }
  if (k > 127) { return LARGEST; }
  return bitcast<f32>(u32(k + 127) << 23u);
}

// By bits: a compiler may take for granted that there are no infinities.
fn finite(x: f32) -> bool {
  return (bitcast<u32>(x) & 0x7fffffffu) < 0x7f800000u;
}

// The power of two to take out of a state with this ‖w‖². Sizes within 2^±16 stay: a step may then multiply by 2^40 before a
// square overflows. Beside residuals that stay, a state is never written larger than it is.
fn excess(norm: f32, held: i32) -> i32 {
  if (!finite(norm) || norm < 1e-37 || (norm > 0x1p-32 && norm < 0x1p32)) { return 0; }
  let k = (i32(bitcast<u32>(norm) >> 23u) - 127) >> 1u;
  return select(k, max(k, -held), p.noisy != 0u);
}

fn escaped(energy: f32, held: i32) -> bool {
  let k = p.limitPower - 2 * held;
  if (!finite(energy)) { return true; }
  if (k > 126) { return p.limit < 0.0; }
  return energy > p.limit * power(k);
}
`
