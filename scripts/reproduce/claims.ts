/** Every claim, in the order of the page. */
import { ALIGNMENT } from './alignment'
import type { Claim } from './claim'
import { EDGES } from './edges'
import { EDGE_TESTS } from './edgeTests'
import { ESCAPES } from './escape'
import { MODELS } from './models'
import { NEIGHBOURS } from './neighbours'

export const CLAIMS: readonly Claim[] = [...ALIGNMENT, ...MODELS, ...ESCAPES, ...EDGES, ...EDGE_TESTS, ...NEIGHBOURS]
