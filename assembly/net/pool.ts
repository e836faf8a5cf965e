import { LINE, lanes, zero } from './lanes'

/** Of a panel, the lines of every window's first maximum, as numbers. */
export function maxima<T>(a: usize, channels: u32, height: u32, width: u32, size: u32, at: usize): void {
  for (let c: u32 = 0; c < channels; c++)
    for (let y: u32 = 0; y + size <= height; y += size)
      for (let x: u32 = 0; x + size <= width; x += size) {
        const corner = (c * height + y) * width + x
        let top0 = v128.load(a + (<usize>corner) * LINE), top1 = v128.load(a + (<usize>corner) * LINE, 16)
        let i0 = v128.splat<T>(<T>corner), i1 = i0
        for (let r: u32 = 0; r < size; r++)
          for (let s: u32 = 0; s < size; s++) {
            const cell = corner + r * width + s
            const index = v128.splat<T>(<T>cell)
            const x0 = v128.load(a + (<usize>cell) * LINE), x1 = v128.load(a + (<usize>cell) * LINE, 16)
            const m0 = v128.gt<T>(x0, top0), m1 = v128.gt<T>(x1, top1)
            top0 = v128.bitselect(x0, top0, m0)
            top1 = v128.bitselect(x1, top1, m1)
            i0 = v128.bitselect(index, i0, m0)
            i1 = v128.bitselect(index, i1, m1)
          }
        v128.store(at, i0)
        v128.store(at, i1, 16)
        at += LINE
      }
}

/** The number at the line that `at` says, for every lane of `count` lines. */
export function pick<T>(a: usize, at: usize, count: u32, z: usize): void {
  for (let k: u32 = 0; k < count; k++)
    for (let i: u32 = 0; i < lanes<T>(); i++) {
      const lane = (<usize>i) * sizeof<T>()
      store<T>(z + lane + (<usize>k) * LINE, load<T>(a + lane + (<usize>load<T>(at + lane + (<usize>k) * LINE)) * LINE))
    }
}

/** The transpose of `pick`, added. */
export function drop<T>(dz: usize, at: usize, count: u32, da: usize): void {
  for (let k: u32 = 0; k < count; k++)
    for (let i: u32 = 0; i < lanes<T>(); i++) {
      const lane = (<usize>i) * sizeof<T>()
      const to = da + lane + (<usize>load<T>(at + lane + (<usize>k) * LINE)) * LINE
      store<T>(to, load<T>(to) + load<T>(dz + lane + (<usize>k) * LINE))
    }
}

/** The means over the windows of a panel. */
export function average<T>(a: usize, channels: u32, height: u32, width: u32, size: u32, z: usize): void {
  const area = v128.splat<T>(<T>(size * size))
  for (let c: u32 = 0; c < channels; c++)
    for (let y: u32 = 0; y + size <= height; y += size)
      for (let x: u32 = 0; x + size <= width; x += size) {
        let s0 = zero(), s1 = zero()
        for (let r: u32 = 0; r < size; r++) {
          let from = a + (<usize>((c * height + y + r) * width + x)) * LINE
          for (let s: u32 = 0; s < size; s++) {
            s0 = v128.add<T>(s0, v128.load(from))
            s1 = v128.add<T>(s1, v128.load(from, 16))
            from += LINE
          }
        }
        v128.store(z, v128.div<T>(s0, area))
        v128.store(z, v128.div<T>(s1, area), 16)
        z += LINE
      }
}

/** The transpose of `average`, into zeros. */
export function spread<T>(dz: usize, channels: u32, height: u32, width: u32, size: u32, da: usize): void {
  const area = v128.splat<T>(<T>(size * size))
  for (let c: u32 = 0; c < channels; c++)
    for (let y: u32 = 0; y + size <= height; y += size)
      for (let x: u32 = 0; x + size <= width; x += size) {
        const u0 = v128.add<T>(zero(), v128.div<T>(v128.load(dz), area))
        const u1 = v128.add<T>(zero(), v128.div<T>(v128.load(dz, 16), area))
        dz += LINE
        for (let r: u32 = 0; r < size; r++) {
          let to = da + (<usize>((c * height + y + r) * width + x)) * LINE
          for (let s: u32 = 0; s < size; s++) {
            v128.store(to, u0)
            v128.store(to, u1, 16)
            to += LINE
          }
        }
      }
}
