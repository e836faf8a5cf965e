/** What the presets stand for: a claim each, in the order in which they are told, with the source of the claim or of the setting. */

export interface Claim {
  readonly title: string
  /** The claim in one sentence. */
  readonly says: string
  /** Sources by the ids of presets. */
  readonly presets: Readonly<Record<string, string>>
}

const PAPER = 'Wang & Wu, arXiv 2310.00692'
const STABILITY = 'Wu, Wang & Su, arXiv 2207.02628'
const TYPICAL = 'Chemnitz & Engel, JMLR 2025'
const DIGITS = 'MNIST, LeCun & Cortes'

export const CLAIMS: readonly Claim[] = [
  {
    title: 'Alignment',
    says: 'The noise of SGD is about as large and as shaped as 2L·G says: μ stays near 1.',
    presets: {
      'linear-anisotropic': PAPER,
      'linear-isotropic': PAPER,
      'linear-label-noise': PAPER,
      'two-layer': PAPER,
      'two-layer-fixed': PAPER,
      relu: PAPER,
      'random-features': PAPER,
    },
  },
  {
    title: 'Directions',
    says: 'The noise follows the curvature direction by direction, also where G moves: g stays near 1 along every eigenvector.',
    presets: { 'olm-diagonal': PAPER, 'olm-two-layer': PAPER },
  },
  {
    title: 'Width and samples',
    says: 'How well noise and curvature agree depends on the number of samples, and hardly on that of the parameters.',
    presets: { 'deff-sweep': PAPER, 'width-sweep': PAPER },
  },
  {
    title: 'Escape',
    says: 'Where both step too far to stay, GD leaves along the sharpest direction alone, SGD along the flat ones too.',
    presets: {
      escape: PAPER,
      'escape-controls': PAPER,
      'escape-trained': PAPER,
      'escape-ensemble': TYPICAL,
      'escape-replicas': PAPER,
      'two-basins': PAPER,
      'zhu-2d': 'Zhu, Wu, Yu, Wu & Ma, arXiv 1803.00195',
    },
  },
  {
    title: 'Stability',
    says: 'Which minima an optimizer can stay in is a matter of its learning rate and its batch size.',
    presets: {
      'stability-map': `${STABILITY}; ${TYPICAL}`,
      'edge-of-stability': 'Cohen et al., ICLR 2021',
      'stochastic-edge': 'Andreyev & Beneventano, arXiv 2412.20553',
      'dominant-bulk': 'Song, Ahn & Yun, arXiv 2405.16002',
    },
  },
  {
    title: 'Cyclical rates',
    says: 'Every cycle of the learning rate lets SGD leave for a flatter place.',
    presets: { clr: PAPER, 'clr-mnist': `${PAPER}; ${DIGITS}` },
  },
  {
    title: 'Real data',
    says: 'The same numbers, exact, where networks learn handwritten digits and chains of symbols.',
    presets: {
      'mlp-digits-small': DIGITS,
      'mlp-mnist': DIGITS,
      'mlp-mnist-10': DIGITS,
      'cnn-mnist': DIGITS,
      'vgg-digits': DIGITS,
      'resnet-digits': DIGITS,
      'transformer-hops': 'after the tasks of Wang et al. 2024',
    },
  },
  {
    title: 'Neighbours',
    says: 'Results beside the paper’s, some of which compete with it, on the same instrument.',
    presets: {
      valley: 'label noise drifts along the minima',
      'label-noise': 'label noise drifts along the minima',
      'sigma-vs-hessian': 'Zhang, Yang & Tu, arXiv 2602.05600',
      'variance-flatness': 'Feng & Tu 2021; Gross, Raulf & Räth 2023',
      'effective-temperature': 'fluctuation and response by direction',
      'intrinsic-time': 'arXiv 2509.19189',
      margin: 'Wang, Min & Wu 2023',
    },
  },
]
