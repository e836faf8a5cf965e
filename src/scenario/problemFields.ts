import { DATA_FIELDS } from './dataFields'
import { type Field, restart } from './field'
import { MODEL_FIELDS } from './modelFields'

/** The fields that make the problem: a change restarts the run. */
export const PROBLEM_FIELDS = {
  model: MODEL_FIELDS,
  data: DATA_FIELDS,
  init: {
    kind: {
      name: 'init',
      label: 'start',
      kind: 'choice',
      choices: ['gaussian', 'constant', 'near-minimum'],
      initial: 'gaussian',
      ...restart,
    },
    scale: {
      name: 'alpha',
      label: 'size of the start',
      kind: 'real',
      min: 0,
      max: 100,
      initial: 0.5,
      scale: 'linear',
      slider: [0, 2],
      ...restart,
    },
  },
} as const satisfies Record<string, Record<string, Field>>
