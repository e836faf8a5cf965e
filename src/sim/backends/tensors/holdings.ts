/**
 * Who frees which tensor on a GPU machine: every handle owns its tensors, every scope the handles made in it.
 *
 *     const holdings = new Holdings(owner)
 *     const block = holdings.scope(() => holdings.add(new TensorBlock(tensor)))   // left to the caller, who frees it
 */

import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import type { Block, Fiber, Matrix } from '../machine/machine'
import type { TensorOwner } from '../tfjs/tensorOwner'

/** A handle, and the tensors that go with it. */
export interface Holding {
  tensors(): readonly Tensor[]
}

/** A block of samples, rows×width. */
export class TensorBlock implements Block, Holding {
  constructor(readonly tensor: Tensor2D) {}

  get rows(): number {
    return this.tensor.shape[0]
  }

  get width(): number {
    return this.tensor.shape[1]
  }

  tensors(): readonly Tensor[] {
    return [this.tensor]
  }
}

/** A matrix over pairs of samples. */
export class TensorMatrix implements Matrix, Holding {
  constructor(readonly tensor: Tensor2D) {}

  get rows(): number {
    return this.tensor.shape[0]
  }

  get columns(): number {
    return this.tensor.shape[1]
  }

  tensors(): readonly Tensor[] {
    return [this.tensor]
  }
}

const isHolding = (value: object): value is Holding => 'tensors' in value

export class Holdings {
  /** Open at present, the innermost last. */
  private scopes: Set<Holding>[] = []

  constructor(private readonly owner: TensorOwner) {}

  /** Puts a handle into the present scope. */
  add<H extends Holding>(holding: H): H {
    this.scopes[this.scopes.length - 1]?.add(holding)
    return holding
  }

  /** Takes a handle out of all scopes. */
  keep(holding: Holding): void {
    for (const scope of this.scopes) scope.delete(holding)
  }

  free(holding: Holding): void {
    this.keep(holding)
    this.owner.free(holding.tensors())
  }

  /** Runs the body and frees the handles made in it, except those that it returns, which go to the scope around. */
  scope<T>(body: () => T): T {
    this.scopes.push(new Set())
    let result: T | undefined
    try {
      result = body()
      return result
    } finally {
      this.close(result)
    }
  }

  fiber(): Fiber {
    const own: Set<Holding>[] = []
    const run = <T>(body: () => T): T => {
      const before = this.scopes
      this.scopes = own
      try {
        return body()
      } finally {
        this.scopes = before
      }
    }
    return { run, open: () => void own.push(new Set()), close: result => run(() => this.close(result)) }
  }

  private close(result: unknown): void {
    const made = this.scopes.pop() ?? new Set<Holding>()
    const returned = holdingsIn(result)
    for (const holding of made) {
      if (returned.has(holding)) this.add(holding)
      else this.owner.free(holding.tensors())
    }
  }
}

/** The handles in a value: itself, or those in its arrays and plain objects. */
function holdingsIn(value: unknown): Set<Holding> {
  const found = new Set<Holding>()
  const seen = new Set<object>()
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null || seen.has(part)) return
    seen.add(part)
    if (isHolding(part)) found.add(part)
    else if (Array.isArray(part) || Object.getPrototypeOf(part) === Object.prototype) Object.values(part).forEach(visit)
  }
  visit(value)
  return found
}
