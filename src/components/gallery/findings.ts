/** Written by `npm run reproduce` beside docs/reproduction.md: what was found of each claim, and the presets in which it is seen. */

export interface Found {
  readonly id: string
  /** The claim in a few words. */
  readonly short: string
  readonly presets: readonly string[]
  readonly measured: string
  readonly verdict: 'reproduced' | 'not reproduced' | 'not testable here'
}

export const FINDINGS: readonly Found[] = [
  {
    id: 'alignment-isotropic',
    short: 'μ ≥ C for every θ, isotropic inputs',
    presets: ['linear-isotropic'],
    measured: 'n = 50: [0.293, 1.95]; n = 250: [0.804, 1.31]; n = 2000: [0.953, 1.1]',
    verdict: 'reproduced',
  },
  {
    id: 'alignment-anisotropic',
    short: 'μ ≥ C for every θ, power-law inputs',
    presets: ['linear-anisotropic'],
    measured: 'n = 50: [0.139, 7.06]; n = 250: [0.476, 2.67]; n = 2000: [0.759, 1.85]',
    verdict: 'not reproduced',
  },
  {
    id: 'alignment-width',
    short: 'μ does not depend on the number of parameters',
    presets: ['olm-two-layer'],
    measured: 'μ = 1.09 ± 0.03; 1.12 ± 0.03; 1.08 ± 0.038',
    verdict: 'reproduced',
  },
  {
    id: 'escape-sgd',
    short: 'SGD keeps D_k above C times its reference',
    presets: ['escape'],
    measured: 'β = 0.6: C = 0.32; β = 0.8: C = 0.477; β = 1: C = 0.608',
    verdict: 'reproduced',
  },
  {
    id: 'escape-gd',
    short: 'Under GD D_1 decays exponentially',
    presets: ['escape'],
    measured: 'largest quotient 8.5e-27',
    verdict: 'reproduced',
  },
  {
    id: 'zhu-rates',
    short: 'Noise like the landscape escapes, round noise does not',
    presets: ['zhu-2d'],
    measured: '0, 2.5, 2.9, 38.8, 31.9, 42.9 %',
    verdict: 'reproduced',
  },
  {
    id: 'reshuffled-lag',
    short: 'Reshuffled noises correlate by −(M−h)/(M(M−1))',
    presets: ['linear-isotropic'],
    measured: '-0.201 ± 0.0022; -0.149 ± 0.0023; -0.101 ± 0.0024; -0.0492 ± 0.0024; -0.000434 ± 0.0025',
    verdict: 'reproduced',
  },
  {
    id: 'edge-of-stability',
    short: 'GD stays at λ₁(H) = 2/η',
    presets: ['stochastic-edge'],
    measured: '0.999 ± 0.00062',
    verdict: 'reproduced',
  },
  {
    id: 'sgd-below-edge',
    short: 'SGD keeps λ₁(H) lower, the smaller B',
    presets: ['stochastic-edge'],
    measured: 'B = 64: 0.761 ± 0.094; B = 8: 0.64 ± 0.096',
    verdict: 'reproduced',
  },
  {
    id: 'stochastic-edge-64',
    short: 'Batch sharpness of SGD at 2/η, B = 64',
    presets: ['stochastic-edge'],
    measured: '0.592 ± 0.16',
    verdict: 'not reproduced',
  },
  {
    id: 'stochastic-edge-8',
    short: 'Batch sharpness of SGD at 2/η, B = 8',
    presets: ['stochastic-edge'],
    measured: '0.506 ± 0.1',
    verdict: 'not reproduced',
  },
  {
    id: 'necessary-condition',
    short: '‖G‖_F ≤ √(B/μ)/η is necessary',
    presets: ['escape-trained'],
    measured: '2.58 ± 0.23, from 2.11 to 3.41',
    verdict: 'reproduced',
  },
  {
    id: 'commutator',
    short: 'Σ and G nearly commute',
    presets: ['stochastic-edge'],
    measured: 'over chance, GD: 1.48 ± 0.18; B = 8: 1.15 ± 0.044',
    verdict: 'not reproduced',
  },
  {
    id: 'clr-flatness',
    short: 'SGD with cycles ends flatter than GD',
    presets: ['clr'],
    measured: '0.546 ± 0.018',
    verdict: 'reproduced',
  },
  {
    id: 'large-nets',
    short: 'Figures of VGG and ResNet on CIFAR-10',
    presets: ['vgg-digits', 'resnet-digits'],
    measured: '–',
    verdict: 'not testable here',
  },
]
