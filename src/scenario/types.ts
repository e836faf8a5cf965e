/** The scenario: an immutable, versioned description of an experiment. Everything else on the page is derived from it. */

export type ModelKind = 'linear' | 'olm-diagonal' | 'olm-two-layer' | 'two-layer' | 'random-features' | 'mlp'
export type Activation = 'relu' | 'leaky-relu' | 'tanh' | 'gelu' | 'softplus' | 'quadratic' | 'identity'
export type SpectrumKind = 'isotropic' | 'power-law' | 'exponential' | 'two-level' | 'explicit'
export type ScheduleKind = 'constant' | 'step' | 'cosine' | 'triangular'
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
}

export interface DataSettings {
  /** Gaussian inputs with labels from a teacher, or handwritten digits. */
  readonly source: 'gaussian' | 'mnist'
  /** Digits: two classes as −1 and +1, or even against odd. */
  readonly task: 'pair' | 'parity'
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
  /** Linear weights, or a sum of ±tanh units. */
  readonly teacher: 'dense' | 'sparse' | 'tanh-units'
  /** Non-zero entries of a sparse teacher. */
  readonly nonzero: number
  /** Units of a tanh-units teacher, with signs +, −, +, … */
  readonly units: number
  /** Standard deviation of the label noise. */
  readonly labelNoise: number
}

export interface InitSettings {
  readonly kind: 'gaussian' | 'constant' | 'near-minimum'
  /** Standard deviation of the entries, their common value, or the size of the offset from the planted minimum. */
  readonly scale: number
}

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
  readonly schedule: ScheduleKind
  /** Steps per drop (step), per half wave (cosine), per full cycle (triangular). */
  readonly period: number
  /** Factor per drop (step), or the lowest η as a fraction of η (cosine, triangular). */
  readonly floor: number
}

export interface MeasureSettings {
  /** Steps between measurements; 0 lets the pace decide. */
  readonly every: number
  /** Eigen-directions shown. */
  readonly k: number
  readonly sigma: 'centred' | 'uncentred'
}

export interface ViewSettings {
  readonly plane: 'eigen' | 'parameters'
  /** The two directions of the plane, counted from 1. */
  readonly i: number
  readonly j: number
  /** Steps per second; 0 is as fast as possible. */
  readonly speed: number
}

/** What the user changed in flight: before step `step` is taken, the field of the arm (or of all arms: '') gets the value. */
export interface ScenarioEvent {
  readonly step: number
  readonly arm: string
  readonly field: ArmField
  readonly value: number | string
}

export type ArmField = 'eta' | 'B' | 'momentum' | 'sampling' | 'schedule' | 'period' | 'floor'

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
  readonly view: ViewSettings
  readonly events: readonly ScenarioEvent[]
}
