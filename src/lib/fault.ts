/**
 * Errors that say what happened and what to do about it: `throw new Fault('This browser offers no WebGL 2', 'choose wasm')`.
 * The message is one sentence without a full stop, so that it can stand alone or within another sentence; what lies behind
 * it is its `cause`. ScenarioError and DataFileError are Faults whose remedy is what they allow or expect, UsageError one
 * whose remedy is --help. Where a function is called with arguments that no caller may give, it throws a RangeError instead.
 */
export class Fault extends Error {
  constructor(
    /** What happened: enough where somebody acts on it already. */
    readonly happened: string,
    /** What to do about it; the message ends with it. */
    readonly remedy: string,
    /** What lies behind it, and a sentence of its own in place of the two parts. */
    { sentence, ...options }: ErrorOptions & { readonly sentence?: string | undefined } = {},
  ) {
    super(sentence ?? `${happened}; ${remedy}`, options)
  }
}

/** Something was used after its dispose. */
export class DisposedError extends Fault {
  override readonly name = 'DisposedError'
  constructor(what: string, remedy: string) {
    super(`This ${what} is disposed`, remedy)
  }
}

/** What an error says, in words, and without the full stop that errors of others end with. */
export const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error)).replace(/(?<!\.)\.$/, '')

/** What happened, in words, without the remedy of a Fault: for where the program itself acts on it. */
export const reasonOf = (error: unknown) => (error instanceof Fault ? error.happened : messageOf(error))

/** Code that is fetched when it is needed, as by `fetched('the studies', import('./job'))`: where it does not come, the error says what to do. */
export async function fetched<T>(what: string, code: Promise<T>): Promise<T> {
  try {
    return await code
  } catch (cause) {
    throw new Fault(`The code of ${what} could not be fetched`, 'check the connection and try again', { cause })
  }
}

/** The name of the failure where a part of a worker's code did not come; another worker may fetch it. */
export const PART_MISSING = 'PartMissing'
