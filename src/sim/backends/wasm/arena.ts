import { grouped } from '../../../lib/digits'
import { Fault } from '../../../lib/fault'
import type { Instance } from './module'

const PAGE = 65536
/** 4 GiB less one page, so that no end address wraps to zero. */
export const MAX_BYTES = 65535 * PAGE

const SMALLER = 'use fewer samples or inputs'

const mebibytes = (bytes: number) => grouped(Math.ceil(bytes / 0x100000))

/** Hands out addresses in an instance's memory, growing it; nothing is freed but the whole. Fresh memory is zero. */
export class Arena {
  private top: number

  constructor(
    private readonly memory: Instance['memory'],
    start: number,
  ) {
    this.top = align(start)
  }

  get bytes(): number {
    return this.memory.buffer.byteLength
  }

  /** Rejects up front what cannot fit: `bytes` more than what is held. */
  require(bytes: number, what: string): void {
    const needed = this.top + bytes
    if (needed > MAX_BYTES) {
      const allowed = `${mebibytes(MAX_BYTES)} MiB are allowed`
      throw new Fault(`${what} needs ${mebibytes(needed)} MiB of WebAssembly memory; ${allowed}`, SMALLER)
    }
  }

  /** `bytes` of zeroed memory at a multiple of 64. */
  take(bytes: number, what: string): number {
    this.require(bytes, what)
    const address = this.top
    const top = align(address + bytes)
    const missing = Math.ceil((top - this.bytes) / PAGE)
    if (missing > 0) {
      try {
        this.memory.grow(missing)
      } catch (cause) {
        throw new Fault(`${what} needs ${mebibytes(top)} MiB of WebAssembly memory, which this device did not grant`, SMALLER, { cause })
      }
    }
    this.top = top
    return address
  }

  f64(address: number, length: number): Float64Array {
    return new Float64Array(this.memory.buffer, address, length)
  }

  f32(address: number, length: number): Float32Array {
    return new Float32Array(this.memory.buffer, address, length)
  }

  i32(address: number, length: number): Int32Array {
    return new Int32Array(this.memory.buffer, address, length)
  }
}

function align(address: number): number {
  return Math.ceil(address / 64) * 64
}
