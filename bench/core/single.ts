/** A cell of values that nobody raced for: what was seen so many times. */
import type { Cell } from './row'
import { quartiles } from './stats'

export const seen = (who: string, values: readonly number[]): Cell => ({ who, rounds: values.length, ...quartiles(values) })
