/** What a maker in this folder returns: work that can be done again and again, and what to do in the end. */
export interface Job {
  run(): unknown
  dispose(): void
}

/** Makes a job of a request; throws, with the reason in words, where it cannot be done here. */
export type Make = (request: object) => Promise<Job>
