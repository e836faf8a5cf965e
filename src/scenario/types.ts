/** The scenario: an immutable, versioned description of an experiment. Everything else on the page is derived from it. */

export type ModelKind =
  | 'linear'
  | 'olm-diagonal'
  | 'olm-two-layer'
  | 'two-layer'
  | 'random-features'
  | 'mlp'
  | 'cnn'
  | 'valley'
  | 'two-basins'
  | 'zhu-2d'
export type Activation = 'relu' | 'leaky-relu' | 'tanh' | 'gelu' | 'softplus' | 'quadratic' | 'identity'
export type SpectrumKind = 'isotropic' | 'power-law' | 'exponential' | 'two-level' | 'explicit'
export type ScheduleKind = 'constant' | 'step' | 'cosine' | 'triangular' | 'sawtooth' | 'one-cycle' | 'warm-up' | 'drawn'
export type Sampling = 'with-replacement' | 'without-replacement' | 'reshuffled'
export type BackendChoice = 'auto' | 'reference' | 'wasm' | 'webgpu' | 'webgl'

export interface ModelSettings {
  readonly kind: ModelKind
  /** Hidden width of the models with a hidden layer. */
  readonly m: number
  /** φ of two-layer and random-features; leaky-relu has slope 0.1. */
  readonly activation: Activation
  /** Factor before the sum over hidden units: 1, 1/√m or 1/m. */
  readonly scaling: 'standard' | 'ntk' | 'mean-field'
  /** Whether two-layer trains its outer layer; fixed is the paper's theorem. */
  readonly outer: 'trained' | 'fixed'
  readonly biases: 'off' | 'on'
  /** Widths of an mlp's hidden layers; every layer has biases. */
  readonly hidden: readonly number[]
  /** Cross-entropy needs classes; G is then the generalized Gauss–Newton matrix. */
  readonly loss: 'squared' | 'cross-entropy'
  /** Filters of each convolution of a cnn, from the input on. */
  readonly filters: readonly number[]
  /** Side of the square kernels, their stride, and the zeros around an image. */
  readonly kernel: number
  readonly stride: number
  readonly padding: number
  /** What follows every convolution: nothing, or windows of 2×2. */
  readonly pool: 'none' | 'average' | 'max'
  /** Width of a dense layer before the outputs of a cnn; 0 for none. */
  readonly head: number
}

export interface DataSettings {
  /** Gaussian inputs with labels from a teacher, handwritten digits, or a file of the user's own. */
  readonly source: 'gaussian' | 'mnist' | 'file'
  /** Digits: two classes as −1 and +1, even against odd, or all ten, one output each. */
  readonly task: 'pair' | 'parity' | 'ten'
  /** Digest of the user's own data: 16 hexadecimal digits, '' for none. The data themselves are never part of a scenario. */
  readonly file: string
  readonly minus: number
  readonly plus: number
  /** Side of the images in pixels. */
  readonly pixels: '28' | '14' | '7'
  readonly input: 'raw' | 'centred' | 'whitened'
  readonly n: number
  readonly d: number
  readonly spectrum: SpectrumKind
  /** λ_1(S), the largest variance of the inputs. */
  readonly scale: number
  /** Power law: λ_k(S) = scale·k^−exponent. */
  readonly exponent: number
  /** Exponential: λ_k(S) = scale·e^(−decay·(k−1)). */
  readonly decay: number
  /** Two levels: `spikes` directions at scale, the others at scale·ratio. */
  readonly spikes: number
  readonly ratio: number
  /** Explicit: λ_1(S), λ_2(S), …; the last value fills the remaining directions. */
  readonly values: readonly number[]
  /** Linear weights, a sum of ±tanh or ±ReLU units, or a fixed function of one or of several projections. */
  readonly teacher: 'dense' | 'sparse' | 'tanh-units' | 'relu-units' | 'single-index' | 'multi-index'
  /** Non-zero entries of a sparse teacher. */
  readonly nonzero: number
  /** Units of a tanh-units or relu-units teacher, with signs +, −, +, …, or projections of a multi-index one. */
  readonly units: number
  /** Standard deviation of the label noise. */
  readonly labelNoise: number
}

export interface InitSettings {
  readonly kind: 'gaussian' | 'constant' | 'near-minimum'
  /** Standard deviation of the entries, their common value, or the size of the offset from the planted minimum. */
  readonly scale: number
}

/** What an sgd arm adds to the full gradient: that of its minibatch, or a control of the same trace (THEORY.md §5). */
export type NoiseKind = 'minibatch' | 'none' | 'isotropic' | 'diagonal' | 'gaussian' | 'top-k' | 'g-shaped' | 'top-eigenvector' | 'label'

export interface Arm {
  /** Lower-case letters and digits, starting with a letter; prefixes the arm's own values in a link. */
  readonly id: string
  readonly kind: 'sgd' | 'gd'
  /** η, the learning rate at the top of the schedule. */
  readonly eta: number
  /** B, the minibatch size; not used by gd. */
  readonly B: number
  readonly momentum: number
  readonly sampling: Sampling
  readonly noise: NoiseKind
  /** k of top-k noise: directions of Σ that are kept. */
  readonly rank: number
  /** Trace of a step's synthetic noise in the weights, Tr Cov(ηξ); 0 matches Σ/B. */
  readonly trace: number
  readonly schedule: ScheduleKind
  /** Steps per drop (step), per half wave (cosine), per full cycle (triangular, sawtooth, one-cycle), of the climb (warm-up). */
  readonly period: number
  /** Factor per drop (step), or the lowest η as a fraction of η. */
  readonly floor: number
  /** Of a drawn schedule: step, factor, step, factor, …; straight lines between, level outside. */
  readonly curve: readonly number[]
  /** The same for the batch size: B divided by a named schedule's factor, or times a drawn one. */
  readonly bschedule: ScheduleKind
  readonly bperiod: number
  readonly bfloor: number
  readonly bcurve: readonly number[]
}

export interface MeasureSettings {
  /** Steps between measurements; 0 lets the pace decide. */
  readonly every: number
  /** Eigen-directions shown. */
  readonly k: number
  readonly sigma: 'centred' | 'uncentred'
  /** G, or the Hessian H in its place where there is one. */
  readonly curvature: 'G' | 'H'
  /** Leading eigenvalues of H that are measured; 0 for none. */
  readonly hessian: number
  /** Samples that are measured on; 0 is all of them up to the budget. */
  readonly of: number
}

/** One field taken through several values: each is a run of its own, read at the scenario's last step. */
export interface SweepSettings {
  readonly over: 'none' | 'm' | 'n'
  readonly values: readonly number[]
}

/** Copies of the first sgd arm on other random numbers, stepped together. */
export interface EnsembleSettings {
  /** Number of replicas; 0 for none. */
  readonly R: number
  /** A replica has escaped when its loss exceeds this many times the first. */
  readonly threshold: number
}

/** A neighbouring result that is looked at beside the run (THEORY.md §7). */
export type StudyChoice = 'none' | 'variance' | 'diagonals' | 'temperature' | 'margin'

export interface ViewSettings {
  readonly plane: 'eigen' | 'parameters'
  /** The two directions of the plane, counted from 1. */
  readonly i: number
  readonly j: number
  /** Steps per second; 0 is as fast as possible. */
  readonly speed: number
  readonly study: StudyChoice
}

/** What the user changed in flight: before step `step` is taken, the field of the arm (or of all arms: '') gets the value. */
export interface ScenarioEvent {
  readonly step: number
  readonly arm: string
  readonly field: ArmField
  readonly value: number | string | readonly number[]
}

/** Fields of the batch size's own schedule. */
export type BatchField = 'bschedule' | 'bperiod' | 'bfloor' | 'bcurve'

export type ArmField =
  | 'eta'
  | 'B'
  | 'momentum'
  | 'sampling'
  | 'noise'
  | 'rank'
  | 'trace'
  | 'schedule'
  | 'period'
  | 'floor'
  | 'curve'
  | BatchField

export interface Scenario {
  readonly version: 1
  /** Id of the preset that a link's differences refer to. */
  readonly preset: string
  readonly seed: number
  /** The run stops here. */
  readonly steps: number
  readonly backend: BackendChoice
  readonly model: ModelSettings
  readonly data: DataSettings
  readonly init: InitSettings
  readonly arms: readonly Arm[]
  readonly measure: MeasureSettings
  readonly sweep: SweepSettings
  readonly ensemble: EnsembleSettings
  readonly view: ViewSettings
  readonly events: readonly ScenarioEvent[]
}
