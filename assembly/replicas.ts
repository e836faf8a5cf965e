// The kernels of the replicas, a module of their own: the page's first picture needs none of them.
export { ensembleEnergies, ensembleSetup, ensembleSteps } from './ensemble'
export { heapBase } from './heap'
