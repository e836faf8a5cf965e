/** CRC-32 of parts set end to end, from the sums of the parts: `joinedSums`. */

/** A linear map of 32 bits: the image of each bit. */
type Bits = Uint32Array

function image(map: Bits, of: number): number {
  let sum = 0
  for (let bit = 0; of !== 0; bit++, of >>>= 1) if (of & 1) sum ^= map[bit]
  return sum >>> 0
}

const composed = (a: Bits, b: Bits): Bits => b.map(column => image(a, column))

/** What so many zero bytes do to a sum: the map of one bit, squared over and over. */
function zeros(bytes: number): Bits {
  const identity = Uint32Array.from({ length: 32 }, (_, bit) => (1 << bit) >>> 0)
  let power: Bits = Uint32Array.from({ length: 32 }, (_, bit) => (bit === 0 ? 0xedb88320 : (1 << (bit - 1)) >>> 0))
  for (let k = 0; k < 3; k++) power = composed(power, power)
  let map: Bits = identity
  for (let rest = bytes; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) map = composed(power, map)
    power = composed(power, power)
  }
  return map
}

/** The CRC-32 of a beginning with the sum `head` and of parts of `bytes` bytes each behind it. */
export function joinedSums(head: number, parts: Int32Array, bytes: number): number {
  const map = zeros(bytes)
  let sum = head >>> 0
  for (const part of parts) sum = (image(map, sum) ^ part) >>> 0
  return sum
}
