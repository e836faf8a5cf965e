import { Worker } from 'node:worker_threads'

/** Starts the program, named by the URL of its entry, once more as a thread: as it is built, or from its sources, which tsx reads. */
export function startThread(entry: string, workerData: unknown): Worker {
  if (!entry.endsWith('.ts')) return new Worker(new URL(entry), { workerData })
  // The loader of the main thread does not reach into others.
  const code = `import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(entry)}) })`
  return new Worker(code, { eval: true, workerData })
}
