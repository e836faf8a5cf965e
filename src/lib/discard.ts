/**
 * Gives back at once the memory of large arrays that nobody reads any more: the collector counts objects, and lets arrays of
 * many megabytes gather before it looks. Where the engine cannot, they wait for it.
 *
 *     discard(K, ...parts)   // their lengths are 0 from here on
 */
export function discard(...arrays: readonly Float64Array[]): void {
  for (const { buffer } of arrays) (buffer as ArrayBuffer & { transfer?(length: number): ArrayBuffer }).transfer?.(0)
}
