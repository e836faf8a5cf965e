import { Fault, messageOf } from '../lib/fault'

/** What the user asked for cannot be: said in one sentence, exit 2. */
export class UsageError extends Fault {
  override readonly name = 'UsageError'
  constructor(sentence: string, options?: ErrorOptions) {
    super(sentence, 'see noisescope --help', { ...options, sentence })
  }
}

/** What stopped a file operation, in words where the code is a common one. */
export function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const words: Record<string, string> = {
    ENOENT: 'no such file',
    EISDIR: 'it is a folder',
    EACCES: 'no permission',
    ENOSPC: 'no space left',
    EROFS: 'read-only',
  }
  return words[code] ?? messageOf(error)
}
