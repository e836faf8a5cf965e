import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import type { DataChoice } from '../lib/dataChoice'
import { Fault } from '../lib/fault'
import { type Scenario, ScenarioError, withData } from '../scenario'
import { DataFileError } from '../sim/files/error'
import { type FileLike, type OwnData, type Proposed, proposeOwn, readAs } from '../sim/files/own'
import type { DataInfo } from '../sim/files/proposal'
import { reason, UsageError } from './faults'
import type { Watcher } from './io'
import { Progress } from './progress'

interface OnDisk extends FileLike {
  close(): Promise<void>
}

/** A file that `option` names, to be read in pieces; whoever opens it closes it. */
export async function onDisk(path: string, option: string): Promise<OnDisk> {
  try {
    return await opened(path, option)
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(`${option}: ${path} cannot be read (${reason(error)})`, { cause: error })
  }
}

async function opened(path: string, option: string): Promise<OnDisk> {
  const handle = await open(path)
  const stat = await handle.stat()
  if (!stat.isFile()) {
    await handle.close()
    throw new UsageError(`${option}: ${path} is not a file`)
  }
  return {
    name: basename(path),
    size: stat.size,
    slice: (from, to) => ({
      async arrayBuffer() {
        const bytes = new Uint8Array(to - from)
        for (let at = 0; at < bytes.length; ) {
          const { bytesRead } = await handle.read(bytes, at, bytes.length - at, from + at)
          if (bytesRead === 0) throw new Fault(`${path} became shorter while it was read`, 'read it again when it is whole')
          at += bytesRead
        }
        return bytes.buffer
      },
    }),
    close: () => handle.close(),
  }
}

/** Reads the files of --data, which belong together, as `asked`; Ctrl-C ends the reading. */
export async function readDataFiles(paths: readonly string[], io: Watcher, asked: Partial<DataChoice>): Promise<OwnData> {
  return readAs(await proposeDataFiles(paths, io, asked))
}

/** The same, and what could be read where that cannot. */
export async function proposeDataFiles(paths: readonly string[], io: Watcher, asked: Partial<DataChoice>): Promise<Proposed> {
  const files: OnDisk[] = []
  const progress = new Progress(io, 1)
  try {
    for (const path of paths) files.push(await onDisk(path, '--data'))
    const tick = (share: number) => {
      io.interrupt.throwIfAborted()
      progress.say(`reading ${Math.floor(100 * share)} %`)
    }
    return await proposeOwn(files, tick, { asked })
  } catch (error) {
    throw error instanceof DataFileError ? new UsageError(`--data: ${error.message}`, { cause: error }) : error
  } finally {
    progress.clear()
    for (const file of files) await file.close()
  }
}

/** The scenario on these data: as it is where it was made for them, else with their dimension and as many samples as suit its model. */
export function onData(scenario: Scenario, info: DataInfo): Scenario {
  const { source, file } = scenario.data
  if (source !== 'file' || file === '') return withData(scenario, info)
  if (file === info.digest) return scenario
  throw new ScenarioError('file', info.digest, `${file}, the data this scenario was made for: give these files with --data`)
}
