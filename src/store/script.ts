import type { FileLike } from '../workers/protocol'
import type { ScriptTask } from '../workers/studies/script'
import type { StartStudy } from './environment'

/** A script on its way. */
export interface ScriptJob {
  /** The file's text; null where it was cancelled. */
  readonly text: Promise<string | null>
  cancel(): void
}

/** Writes a run as a Python script in a worker of its own. */
export function writeScript(start: StartStudy, task: ScriptTask, files: readonly FileLike[], onShare: (share: number) => void): ScriptJob {
  let text: string | null = null
  const job = start('script', [task], {
    files,
    onPart: (_, part) => {
      text = part
    },
    onProgress: (done, total) => onShare(done / total),
    onReplaced: () => {},
  })
  return { text: job.done.then(() => text), cancel: job.cancel }
}
