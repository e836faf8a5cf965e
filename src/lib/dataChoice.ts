/** How files of data are to be read: what links, readers, page and command line agree on. */

/** Every field at its default (`AS_BEFORE`) means what a link without it has always meant. */
export interface DataChoice {
  /** Columns to be predicted, counted from 1: '4' or '4,5'; '' for the one that is called label, class, target or y, else the last. */
  readonly target: string
  /** Columns left out, counted from 1: '1,3'. */
  readonly drop: string
  /** What the targets are; 'auto': classes where they are names or few whole numbers. One-hot columns are one target of classes. */
  readonly predict: 'auto' | 'classes' | 'numbers'
  /** Whether the first row holds names; 'auto': if none of its cells is a number. */
  readonly header: 'auto' | 'yes' | 'no'
  /** What is written between whole and fraction; 'auto': as most numbers can be read. */
  readonly decimal: 'auto' | 'comma' | 'point'
  /** Rows with missing values in a column that is used. */
  readonly missing: 'refuse' | 'leave-out'
  /** Names of the classes that are kept, as `namesText` writes them; '' for all. */
  readonly classes: string
  /** 'own': the test set is what the files hold as such (x_test, t10k-…, test.csv); 'split': a part of what the files hold. */
  readonly test: 'split' | 'own'
}

export const AS_BEFORE: DataChoice = {
  target: '',
  drop: '',
  predict: 'auto',
  header: 'auto',
  decimal: 'auto',
  missing: 'refuse',
  classes: '',
  test: 'split',
}

/** What a link carries as `classes`: no control characters, no halves of characters, and no more text than this. */
export const KEPT_CLASSES = '^(?:[^\\u0000-\\u001f\\ud800-\\udfff]|[\\ud800-\\udbff][\\udc00-\\udfff]){1,10000}$'

/** The fields of a choice. */
export const CHOICE_KEYS = Object.keys(AS_BEFORE) as readonly (keyof DataChoice)[]
