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
    id: 'condition',
    short: 'μ ≥ C/κ(∇F∇Fᵀ)',
    presets: ['olm-diagonal'],
    measured: 'κ = 1: 0.985; κ = 3: 0.961; κ = 10: 0.931; κ = 30: 0.913; κ = 100: 0.895',
    verdict: 'reproduced',
  },
  {
    id: 'width-fixed-outer',
    short: 'μ bounded below from width 64 to 65 536',
    presets: ['two-layer-fixed'],
    measured: 'μ = 0.912 ± 0.022; 0.941 ± 0.0096; 0.946 ± 0.012; 0.947 ± 0.021',
    verdict: 'reproduced',
  },
  {
    id: 'relu',
    short: 'μ of ReLU units stays of order one',
    presets: ['relu'],
    measured: '0.601 to 1.7',
    verdict: 'reproduced',
  },
  {
    id: 'directional-isotropic',
    short: 'g(v_k) bounded on both sides for every θ, isotropic inputs',
    presets: ['linear-isotropic'],
    measured:
      'k = 1: [0.63, 2.3]; k = 2: [0.63, 2.3]; k = 3: [0.63, 2.3]; k = 4: [0.64, 2.3]; k = 5: [0.62, 2.4]; k = 6: [0.63, 2.5]; k = 7: [0.64, 2.4]; k = 8: [0.62, 2.2]; k = 9: [0.63, 2.3]; k = 10: [0.63, 2.3]',
    verdict: 'reproduced',
  },
  {
    id: 'directional-power-law',
    short: 'g(v_k) bounded on both sides for every θ, power-law inputs',
    presets: ['linear-anisotropic'],
    measured:
      'k = 1: [0.62, 2.3]; k = 2: [0.63, 2.2]; k = 3: [0.64, 2.3]; k = 4: [0.63, 2.3]; k = 5: [0.62, 2.2]; k = 6: [0.64, 2.1]; k = 7: [0.62, 2.4]; k = 8: [0.63, 2.1]; k = 9: [0.63, 2.3]; k = 10: [0.63, 2.4]',
    verdict: 'reproduced',
  },
  {
    id: 'directional-mlp',
    short: 'g(v_k) of order one while a deep net learns digits',
    presets: ['mlp-digits-small'],
    measured: '0.45 to 2.24, median 0.966',
    verdict: 'reproduced',
  },
  {
    id: 'directional-cnn',
    short: 'g(v_k) of order one while a convolutional net learns digits',
    presets: ['cnn-mnist'],
    measured: '0.549 to 1.5, median 0.99',
    verdict: 'reproduced',
  },
  {
    id: 'held-minima',
    short: 'Where SGD ends, ‖G‖_F ≤ √(B/μ)/η',
    presets: ['two-layer'],
    measured: '0.128 to 0.578 in 19 of 27 runs',
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
    id: 'edge-digits',
    short: 'GD stays at λ₁(H) = 2/η, at two rates',
    presets: ['edge-of-stability'],
    measured: 'η = 0.2: 0.999 ± 0.00019; 0.3: 1 ± 0.00068',
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
    id: 'sharpness-gap',
    short: '2/η − λ₁(H) ∝ 1/B',
    presets: ['stochastic-edge'],
    measured: '-0.274 ± 0.18',
    verdict: 'not reproduced',
  },
  {
    id: 'gradient-noise',
    short: 'Gradient–noise interaction at 2/η',
    presets: ['stochastic-edge'],
    measured: '4.48 ± 2.8',
    verdict: 'not reproduced',
  },
  {
    id: 'dominant-subspace',
    short: 'Most of the gradient lies in the dominant subspace',
    presets: ['stochastic-edge'],
    measured: 'GD: 0.998 ± 0.0015; B = 8: 0.865 ± 0.088',
    verdict: 'not reproduced',
  },
  {
    id: 'escape-trained',
    short: 'SGD lands flatter than GD',
    presets: ['escape-trained'],
    measured: '0.43; 0.39; 0.34; 0.522; 0.416',
    verdict: 'reproduced',
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
    measured: '0.531 ± 0.015',
    verdict: 'reproduced',
  },
  {
    id: 'clr-digits',
    short: 'SGD with cycles ends flatter than GD',
    presets: ['clr-mnist'],
    measured: '0.343 ± 0.0046',
    verdict: 'reproduced',
  },
  {
    id: 'large-nets',
    short: 'Figures of VGG and ResNet on CIFAR-10',
    presets: ['vgg-digits', 'resnet-digits'],
    measured: '–',
    verdict: 'not testable here',
  },
  {
    id: 'variance-flatness',
    short: 'Weights vary more along narrow valleys',
    presets: ['variance-flatness'],
    measured: 'ψ = 3.84 ± 1.1; 4.21 ± 0.84; 4.04 ± 0.95',
    verdict: 'reproduced',
  },
  {
    id: 'temperature',
    short: 'Temperature rises with curvature, T_k ∝ λ_k',
    presets: ['effective-temperature'],
    measured: 'slope 1.06 ± 0.0078; farthest from the recursion: 1.98 standard errors',
    verdict: 'reproduced',
  },
  {
    id: 'label-noise',
    short: 'Label noise drifts to a small trace of H',
    presets: ['label-noise'],
    measured: 'label noise 0.0329 ± 0.0057; isotropic 1.35 ± 0.16',
    verdict: 'reproduced',
  },
  {
    id: 'entry-by-entry',
    short: 'v_kᵀΣv_k ∝ λ_k^γ with 1 ≤ γ ≤ 2',
    presets: ['sigma-vs-hessian'],
    measured:
      'layer 1, top 200: 1.22 ± 0.011; layer 2, top 50: 1.01 ± 0.011; layer 1, top 200: 1.25 ± 0.013; layer 2, top 50: 1.02 ± 0.009; layer 1, top 200: 1.18 ± 0.012; layer 2, top 50: 1.01 ± 0.0097',
    verdict: 'reproduced',
  },
  {
    id: 'margin',
    short: 'PRGD reaches the margin exponentially',
    presets: ['margin'],
    measured:
      'PRGD: power 0.96, exponential 0.00511, exponential 0.000477; NGD: power 1.07, power 1.09, power 0.999; GD: power 0.104, power 0.274, logarithmic 2.18',
    verdict: 'not reproduced',
  },
  {
    id: 'typical-stability',
    short: 'A strip where E[L] grows and almost every run shrinks',
    presets: ['stability-map'],
    measured: 'ρ = 1 at 0.417, Λ = -0.00564 ± 0.00071; ρ = 1 at 0.429, Λ = -0.00662 ± 0.0005; ρ = 1 at 0.457, Λ = -0.00418 ± 0.0003',
    verdict: 'reproduced',
  },
]
