export type { BackendInfo, Certificate, Columns, Divergence, Domain, PlaneInfo, RunStatus } from '../workers/protocol'
export { createScope, type LinkBar, type Scope, type Surroundings } from './scope'
export type { Message, ScopeState } from './state'
export type { ArmTrace, LossGrid, Traces } from './traces'
