/**
 * What a file could be read as: a `Proposal` says what was found and guesses how it is meant, a `DataChoice` says how it is to be
 * read. `proposeOwn` makes the one, `readOwn` takes the other. The keys of a choice are those of a scenario's data, so that
 * `scenario.data` is a choice.
 */

import type { DataChoice } from '../../lib/dataChoice'
import type { Format } from './data'

/**
 * 'index' counts the rows or names them; 'constant' has one value, or none; 'duplicate' is equal to an earlier column; 'class' is
 * text of few kinds, 'text' of many; everything else is 'number'.
 */
export type ColumnKind = 'number' | 'text' | 'class' | 'index' | 'constant' | 'duplicate'

/** A column of a table, or a target of other files, over the rows that are at hand. */
export interface ColumnFacts {
  /** From the header, or "column 3". */
  readonly name: string
  readonly kind: ColumnKind
  /** Different values, missing ones not counted; where there are `more`, at least so many. */
  readonly distinct: number
  readonly more: boolean
  /** Cells that hold no value: empty, NA, nan, ?, … */
  readonly missing: number
  /** Of the numbers; NaN where there are none. */
  readonly min: number
  readonly max: number
  /** Of duplicates: the place of the equal column, from 1; 0 otherwise. */
  readonly of: number
  /** Whether every number is whole. */
  readonly whole: boolean
}

/** How a text is written. */
export interface Dialect {
  /** In words: 'comma', 'semicolon', 'tab', 'bar' or 'blanks'. */
  readonly separator: string
  readonly decimal: '.' | ','
  /** Whether it matters: whether any of the first numbers has a point or a comma. */
  readonly marked: boolean
  /** What lines that are passed over begin with; '' for none. */
  readonly comment: string
  readonly encoding: 'UTF-8' | 'UTF-16'
}

/** What files could be read as. */
export interface Proposal {
  readonly files: readonly string[]
  readonly format: Format
  /** Rows of data or samples at hand, and how many the files hold. */
  readonly rows: number
  readonly of: number
  /** Columns of a table in their order; empty for arrays and images. */
  readonly columns: readonly ColumnFacts[]
  /** Places of the columns that are predicted under the guess, from 0. */
  readonly targets: readonly number[]
  /** Kinds of labels to choose from, where the samples of a file have several: `guess.target` counts them from 1. */
  readonly labels: readonly string[]
  /** Whether a value is missing in a column that is used, in any of the files. */
  readonly gaps: boolean
  /** Whether the files bring a test set of their own. */
  readonly tests: boolean
  /** Whether the first row is read as names: under the choice that was given, else by the guess. */
  readonly header: boolean
  /** Of tables. */
  readonly dialect: Dialect | null
  /** The first rows of data as they stand in the file, cell by cell; empty for arrays and images. */
  readonly preview: readonly (readonly string[])[]
  /** How the files are meant, with what was asked of it. */
  readonly guess: DataChoice
  /** All classes under the guess, also those that are not kept, and samples of each; empty where numbers are to be predicted. */
  readonly classes: readonly ClassCount[]
  /** Whether nothing about the guess is in doubt: then nobody needs to be asked. */
  readonly certain: boolean
  /** What was noticed, a sentence each, in the order of its weight. */
  readonly said: readonly string[]
  /** Why the guess cannot be read as it stands, in a sentence; '' where it can. */
  readonly problem: string
  /** What reading under the guess gives; null where there is a problem. */
  readonly info: DataInfo | null
}

/** A class, and how many samples are of it. */
export interface ClassCount {
  readonly name: string
  readonly count: number
}

/** What user data hold, in a few words. */
export interface DataInfo {
  /** Sixteen hexadecimal digits that stand for the content, see `digestOf`. */
  readonly digest: string
  readonly files: readonly string[]
  readonly format: Format
  /** Samples that were read, without a test set of their own, and how many the files hold. */
  readonly n: number
  readonly of: number
  /** Samples of a test set of their own; 0 where there is none. */
  readonly test: number
  readonly d: number
  readonly shape: readonly number[]
  /** C: one for two classes, as many as there are classes otherwise, or as many numbers as are to be predicted. */
  readonly outputs: number
  /** Names of the classes; empty where numbers are to be predicted. */
  readonly classes: readonly string[]
  /** How they were read. */
  readonly choice: DataChoice
  readonly summary: Summary
}

/** What was read, for those who want to check it. Columns without names are given by their places, as '1-3'. */
export interface Summary {
  /** Samples that are used, the test set included, and rows at hand that were left out for missing values. */
  readonly rows: number
  readonly left_out: number
  /** Columns of the table, or entries of a sample and its targets. */
  readonly columns: number
  readonly targets: readonly string[]
  readonly dropped: readonly string[]
  /** Inputs that are the same in every row, and those that repeat an earlier one (of tables). */
  readonly constant: readonly string[]
  readonly duplicate: readonly string[]
  /** Classes and how many samples are of them; empty where numbers are predicted. */
  readonly classes: readonly ClassCount[]
  /** Least and largest input, and of each target where numbers are predicted. */
  readonly range: readonly [number, number]
  readonly target_range: readonly (readonly [number, number])[]
}
