/** All benchmarks: `npm run bench`. Seeded workloads, medians of interleaved runs; ratios count, absolute times move. */
await import('./kernels')
await import('./networks')
await import('./simulation')
await import('./ensemble')

export {}
