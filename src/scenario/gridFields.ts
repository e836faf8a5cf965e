import { type Field, reading } from './field'

/** The fields of a sweep over any settings, among those of the view: see `grid/`. */
export const GRID_FIELDS = {
  /** A sweep over one or two fields, a run for every combination: `grid/`. '' for none. */
  grid: {
    name: 'grid',
    label: 'swept fields',
    kind: 'text',
    pattern: '^[\\w.]+=[^;]+(;[\\w.]+=[^;]+)?$',
    allowed: 'field=values of one field or of two, separated by a semicolon',
    initial: '',
    ...reading,
  },
  seeds: {
    name: 'seeds',
    label: 'seeds of a sweep',
    kind: 'integer',
    min: 1,
    max: 1000,
    initial: 1,
    scale: 'log',
    slider: [1, 30],
    ...reading,
  },
  /** What a sweep shows: a column, and where it is read. */
  shows: {
    name: 'shows',
    label: 'shown of a sweep',
    kind: 'text',
    pattern: '^\\w+@(start|end|\\d{1,10}|\\w+[<>][-+.e\\d]+)$',
    allowed: 'column@start, column@end, column@STEP, or column@COLUMN<VALUE for where a threshold is passed',
    initial: '',
    ...reading,
  },
} as const satisfies Readonly<Record<string, Field>>
