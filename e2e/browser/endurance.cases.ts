/** What runs for long, by what it is. */
export const LINKS = {
  linear: 's=linear-anisotropic&n=16&d=6&k=4&eta=0.05&B=4&steps=1000000',
  network: 's=two-layer&n=16&m=8&d=4&k=4&B=4&eta=0.02&steps=1000000',
  'network with noise of its own': 's=two-layer&n=16&m=8&d=4&k=4&B=4&eta=0.02&xi=g-shaped&steps=1000000',
} as const
