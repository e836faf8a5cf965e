import { createBackend } from '../../sim/backends/create'
import { measureAll, notesOf } from '../../sim/measured/course'
import { isSingle } from '../../sim/measured/matrix'
import { openMeasurements } from '../../sim/measured/open'
import { spectraOf } from '../../sim/measured/spectra'
import { failureOf } from '../failure'
import { REPORT_MS } from '../pace'
import { openPort } from '../port'
import type { FromMeasured, MeasuredCourse, ToMeasured } from './messages'

// The entry of the worker that reads measurements: it answers once, and whoever gives up ends it.
const port = openPort<ToMeasured, FromMeasured>()

async function read({ files, settings }: ToMeasured): Promise<MeasuredCourse> {
  const backend = await createBackend('wasm')
  const measurements = await openMeasurements(files)
  const { checkpoints, digest, ignored } = measurements
  let last = Number.NEGATIVE_INFINITY
  const report = async (at: number, share: number) => {
    const now = performance.now()
    if (now - last < REPORT_MS) return
    last = now
    port.post({ type: 'progress', share: (at + share) / checkpoints.length, at, of: checkpoints.length })
  }
  const { columns, found, fingerprint } = await measureAll(measurements, settings, backend, report)
  const rows = new Float64Array(found.length * columns.width)
  for (const [at, { row }] of found.entries()) rows.set(row, at * columns.width)
  return {
    columns,
    rows,
    checkpoints: checkpoints.map(({ step, n, outputs, p, kind, lr, batchSize, nTrain, file, residuals, matrix }) => ({
      ...{ step, n, outputs, p, kind, lr, batchSize, nTrain, file },
      single: isSingle(residuals) || isSingle(matrix),
    })),
    spectra: found.map(({ spectrum }) => spectrum),
    arrays: spectraOf(checkpoints, found, columns),
    ...{ fingerprint, digest, ignored, notes: notesOf(measurements, found) },
  }
}

port.listen(message => {
  read(message).then(
    course => port.post({ type: 'done', course }),
    error => port.post({ type: 'failed', failure: failureOf(error) }),
  )
})
