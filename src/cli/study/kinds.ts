/** The studies of the command line: each by its name, what it gives in a line, and what a scenario must have for it. */

import type { StudyKind } from '../../workers/studies/kinds'

/** The studies of the page, and the replicas that it has beside a run. */
export type StudyName = StudyKind | 'ensemble'

interface StudyText {
  readonly gives: string
  readonly needs: string
}

export const STUDIES: { readonly [K in StudyName]: StudyText } = {
  curves: {
    gives: 'E[L], energies by direction and D_k exactly, and the spectral radius ρ',
    needs: 'a start at a minimum of a model that is linear or becomes so there (init=near-minimum)',
  },
  ensemble: { gives: 'many replicas: quantiles, mean, E[L], escape times, Lyapunov exponent Λ', needs: 'replicas (--set R=1024)' },
  map: { gives: 'Λ and spread over η and B, with the edge ρ = 1', needs: 'replicas (--set R=1024) and an SGD arm' },
  spectrum: { gives: 'spectral densities of H and G after the last step', needs: 'a model with more than two parameters' },
  temperature: {
    gives: 'fluctuation and response of a stationary run, direction by direction',
    needs: 'a linear model with label noise and an arm of plain SGD at constant η and B',
  },
  reshuffled: {
    gives: 'reshuffled epochs against draws with replacement: variance by direction, correlation by lag',
    needs: 'a linear model with label noise and an arm of plain SGD at constant η and B',
  },
  margin: {
    gives: 'descents on the logistic loss towards the largest margin',
    needs: 'data of its own, which models with two parameters have not',
  },
  variance: { gives: 'variance against flatness along principal directions of a run', needs: 'an arm that draws minibatches' },
  diagonals: { gives: 'Σ, G and H entry by entry after the last step', needs: 'an arm that draws minibatches' },
  'edge-test': {
    gives: 'whether an arm is at an edge: the run forked at a step, on with η·1.1 and with B/2',
    needs: 'an arm',
  },
  gap: {
    gives: 'how far below 2/η one arm keeps λ₁(H) over batch sizes, with the noise along its eigenvector',
    needs: 'an arm of plain SGD at constant η and B, and 16 samples or more',
  },
  intrinsic: {
    gives: 'E[L] over T = Ση: what is left of the start and of the noise, exactly and by intrinsic time',
    needs: 'a linear model and an arm of plain SGD without reshuffling',
  },
  'tail-index': {
    gives: 'κ with lim (1/t) log E‖w‖^κ = 0: how heavy the tails are, with its error',
    needs: 'a linear model and an arm of plain SGD that draws with replacement',
  },
  cycles: {
    gives: 'flatness cycle by cycle',
    needs: 'a learning rate in cycles (schedule=triangular, sawtooth or cosine-restarts) of no more than the steps',
  },
  success: { gives: 'how often each noise finds the flat minimum', needs: 'the model zhu-2d and an SGD arm' },
  seeds: { gives: 'the run under 16 seeds', needs: 'nothing else' },
  grid: {
    gives: 'the run for every combination of one or two swept fields, and their seeds',
    needs: 'a grid (--set grid=eta=0.1,0.2)',
  },
  sweep: { gives: 'the run once per value of a swept field', needs: 'a sweep (--set sweep=m --set points=64,256)' },
}

export const isStudy = (name: string): name is StudyName => Object.hasOwn(STUDIES, name)
