/** The tables of the help: the page’s keys, and the symbols as the theory defines them. */

export const KEYS: readonly (readonly [string, string])[] = [
  ['space', 'play or pause'],
  ['→ or .', 'one step'],
  ['shift →', 'ten steps'],
  ['R', 'reset to step 0, with the recorded changes at their steps'],
  ['N', 'new seed'],
  ['1 … 4', 'choose the arm to edit'],
  ['T', 'light or dark theme'],
  ['P', 'presentation: text and strokes for a projector, without the controls'],
  ['D', 'landscape in 2D or 3D'],
  ['V', 'landscape, or sharp against flat, of an escape'],
  ['[ and ]', 'the panel that holds the focus, earlier or later among the others'],
  ['H', 'hides that panel'],
  ['?', 'this page'],
]

export const SYMBOLS: readonly (readonly [string, string])[] = [
  ['θ, L(θ)', 'parameters; empirical risk (1/2n) Σ r², r the residuals'],
  ['η, B', 'learning rate; minibatch size'],
  ['n, d, p', 'samples, input coordinates, parameters'],
  ['G', 'Gauss–Newton matrix JᵀJ/n with eigenvalues λ₁ ≥ λ₂ ≥ … and eigenvectors v₁, v₂, …; it is not the Hessian'],
  ['Σ', 'covariance of the gradient of one random sample; a batch of B has Σ/B, drawn without replacement times (n−B)/(n−1)'],
  ['μ(θ)', 'loss alignment Tr(ΣG) / (2L‖G‖_F²); 1 where Σ = 2L·G'],
  ['g(θ; v)', 'directional alignment vᵀΣv / (2L·vᵀGv)'],
  ['D_k', 'energy in the flat directions over that in the k sharpest ones'],
  ['2/λ₁', 'edge of stability of gradient descent'],
  ['√(B/μ)/η', 'how large ‖G‖_F may be before SGD’s noise makes the loss grow'],
]
