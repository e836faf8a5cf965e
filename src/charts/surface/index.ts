/**
 * Landscapes as surfaces: plain geometry that a WebGL program draws. The scene is a box, 1 × 1 on its floor, with the window of
 * the plane on it and the loss upwards. Fetched when a surface is asked for, and so beside the door of the other charts.
 */
export type { Orbit } from './camera'
export { surfaceChart } from './chart'
export { Drawn } from './drawn'
export type { LineList } from './lines'
export { SEGMENT } from './lines'
export type { Mesh } from './mesh'
