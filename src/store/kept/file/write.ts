import { strToU8, type Zippable, zipSync } from 'fflate'
import { Fingerprint } from '../../../lib/fingerprint'
import { encodeNpz } from '../../../lib/npz'
import type { Kept, KeptRun, KeptSweep } from '../types'
import { digestOfText, MANIFEST, type RunEntry, type SweepEntry, writeManifest } from './manifest'
import { partsText } from './parts'

/** The same local time in every archive, so that equal runs give equal bytes. */
const MODIFIED = '1980-01-02T00:00:00'

/** What is kept as one file: a zip of manifest.json, an NPZ of rows per arm of a run, and a JSON per sweep. */
export function writeKept(kept: readonly Kept[], version: string): Uint8Array<ArrayBuffer> {
  const files: Zippable = {}
  const entries = kept.map(one => (one.kind === 'run' ? runEntry(one, files) : sweepEntry(one, files)))
  return zipSync({ [MANIFEST]: strToU8(writeManifest(entries, version)), ...files }, { mtime: MODIFIED })
}

const saidOf = ({ id, name, note, savedAt, version, link, thumbnail }: Kept) => ({ id, name, note, savedAt, version, link, thumbnail })

function runEntry(run: KeptRun, files: Zippable): RunEntry {
  const { kind, id, step, fingerprint, columns } = run
  const arms = run.arms.map(arm => {
    const rows = arm.rows.length / columns.width
    const file = `runs/${id}/${arm.id}.npz`
    // Most of its bytes are those of columns without numbers.
    files[file] = [encodeNpz({ rows: { data: arm.rows, shape: [rows, columns.width] } }), { level: 1 }]
    const { divergence } = arm
    return { id: arm.id, file, rows, digest: new Fingerprint().add(arm.rows).digest(), divergence: divergence && { ...divergence } }
  })
  return { kind, ...saidOf(run), step, fingerprint, columns: [...columns.names], arms }
}

function sweepEntry(sweep: KeptSweep, files: Zippable): SweepEntry {
  const { kind, id, sources, runs, parts } = sweep
  const file = `sweeps/${id}.json`
  const text = partsText(parts)
  files[file] = [strToU8(text), { level: 6 }]
  return { kind, ...saidOf(sweep), sources, runs, parts: { file, count: parts.length, digest: digestOfText(text) } }
}
