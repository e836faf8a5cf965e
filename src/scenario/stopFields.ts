import { type Field, reading } from './field'

/** Where a run ends before its last step: at the first row that meets it, of those that every run of the scenario has. */
export const STOP_FIELDS = {
  when: {
    name: 'stop',
    label: 'stop when',
    kind: 'choice',
    choices: ['off', 'loss', 'mu', 'lambda', 'step', 'time', 'test'],
    initial: 'off',
    ...reading,
  },
  /** Of what may fall and rise; steps and time only grow. */
  side: {
    name: 'stopside',
    label: 'it is',
    kind: 'choice',
    choices: ['below', 'above'],
    initial: 'below',
    ...reading,
  },
  value: {
    name: 'stopat',
    label: 'value',
    kind: 'real',
    min: 0,
    max: 1e12,
    initial: 1e-6,
    scale: 'log',
    slider: [1e-12, 1e4],
    ...reading,
  },
  /** '' is any arm. */
  arm: {
    name: 'stoparm',
    label: 'of',
    kind: 'text',
    pattern: '^[a-z][a-z0-9]{0,11}$',
    allowed: 'all, the name of an arm, or nothing for any arm',
    initial: '',
    ...reading,
  },
} as const satisfies Record<string, Field>
