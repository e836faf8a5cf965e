/** What a backend computes in. */
export type Precision = 'f64' | 'f32'
