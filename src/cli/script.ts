/** `noisescope script`: a run as one Python file that computes it anew and compares itself with it. */

import { dirname } from 'node:path'
import { setImmediate as breath } from 'node:timers/promises'
import type { Scenario } from '../scenario'
import type { OwnData } from '../sim/files/own'
import { factoredModel } from '../sim/model'
import { notebookText } from '../sim/script/notebook'
import { pythonFile, scriptOf } from '../sim/script/pythonScript'
import { ASSETS, withOwn } from './assets'
import { openBackend } from './backend'
import { makeFolder } from './disk'
import { UsageError } from './faults'
import { NewFile, written as toDisk } from './files'
import { EXIT, type ExitCode, type Io } from './io'
import { Progress } from './progress'
import { VERSION } from './version'

/** Runs a scenario and writes its script to the file `out`, whole or not at all; as a notebook where its name ends so. */
export async function writeScript(scenario: Scenario, out: string, io: Io, own: OwnData | null): Promise<ExitCode> {
  if (io.disk.kind(out) === 'folder') throw new UsageError(`--out: found “${out}”, a folder; allowed is the name of a file, as run.py`)
  const backend = await openBackend(factoredModel(scenario.model) || scenario.backend === 'reference' ? scenario.backend : 'wasm')
  const progress = new Progress(io, scenario.steps)
  try {
    const script = await scriptOf(scenario, backend, withOwn(ASSETS, own), {
      version: VERSION,
      async tick(share) {
        await breath()
        io.interrupt.throwIfAborted()
        progress.step(Math.floor(share * scenario.steps))
      },
    })
    const text = out.endsWith('.ipynb') ? notebookText(script) : pythonFile(script)
    makeFolder(io.disk, dirname(out))
    const partial = `${out}.${process.pid}.part`
    const file = new NewFile(io.disk, partial, out)
    try {
      file.text(text)
      file.finish()
      toDisk(out, () => io.disk.move(partial, out))
    } finally {
      file.abandon()
      io.disk.remove(partial)
    }
    progress.clear()
    io.out(`${out}\n`)
    return EXIT.done
  } finally {
    progress.clear()
    backend.dispose()
  }
}
