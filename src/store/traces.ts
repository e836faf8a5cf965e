import { Table } from '../lib/table'
import { elementAt, numberAt } from '../lib/values'
import type { EnsembleColumn, EnsembleReport } from '../workers/ensemble/messages'
import type { Certificate, Columns, Divergence, Frame, PlaneInfo, Results } from '../workers/protocol'
import type { PartOf, StudyKind, TaskOf } from '../workers/studies/kinds'

export interface ArmTrace {
  readonly id: string
  /** Index of the arm's colour. */
  readonly color: number
  /** One row per measured step; columns as in `Traces.columns`. */
  readonly table: Table
  divergence: Divergence | null
  /** (step, x, y) triples on the landscape plane. */
  path: Table
}

/** What a study has given so far: a part, or undefined, per task. */
export interface StudyParts<K extends StudyKind> {
  readonly key: string
  readonly tasks: readonly TaskOf<K>[]
  readonly parts: (PartOf<K> | undefined)[]
}

/** Studies by kind, each with the types of its own. */
interface StudyMap {
  get<K extends StudyKind>(kind: K): StudyParts<K> | undefined
}

/** What is known of the ensemble of the run on screen. */
export interface EnsembleTrace {
  readonly columns: readonly EnsembleColumn[]
  /** One row per reading. */
  readonly rows: Table
  /** (step, log E[L]) of the exact recursion. */
  readonly exact: Table
  /** First passage of every replica, −1 for not yet; null before the first. */
  readonly escapes: Float64Array | null
  /** Where the replicas stand. */
  readonly step: number
  readonly R: number
  /** How replicas of a network are read; null for linear models. */
  readonly net: EnsembleReport['net']
  /** What computes them, and why; null before the first report. */
  readonly machine: EnsembleReport['machine'] | null
  /** log L at step 0. */
  readonly first: number
  /** ρ of the settings in force; NaN where it is not known. */
  readonly rho: number
  /** Why there is no exact recursion, why the replicas stopped, why there are none; or null. */
  readonly inexact: string | null
  readonly refused: string | null
  readonly failed: string | null
}

export type LandscapeGrid = Results['landscape']
export type AttentionTrace = Results['attention']

/**
 * The high-rate data of the run on screen, outside React: charts subscribe and read typed arrays. `version` counts
 * changes; `epoch` counts runs and replots, where charts should forget their axes.
 */
export class Traces {
  columns: Columns | null = null
  arms: ArmTrace[] = []
  certificate: Certificate | null = null
  plane: PlaneInfo | null = null
  grid: LandscapeGrid | null = null
  attention: AttentionTrace = null
  ensemble: EnsembleTrace | null = null
  private readonly byKind = new Map<StudyKind, StudyParts<StudyKind>>()
  readonly studies = this.byKind as StudyMap
  /** The step shown: the newest, or the one scrubbed to. */
  cursor = 0
  version = 0
  epoch = 0
  private readonly listeners = new Set<() => void>()

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  start(armIds: readonly string[], columns: Columns): void {
    this.columns = columns
    this.arms = armIds.map((id, color) => ({ id, color, table: new Table(columns.width), divergence: null, path: new Table(3) }))
    this.certificate = null
    this.plane = null
    this.grid = null
    this.attention = null
    this.cursor = 0
    this.epoch++
    this.changed()
  }

  /** Nothing to show: the rows of the last run are not those of the scenario on screen. */
  clear(armIds: readonly string[]): void {
    if (this.columns) this.start(armIds, this.columns)
  }

  append(frame: Frame): void {
    if (!this.columns) return
    const { path_x: x, path_y: y } = this.columns.at
    const { width } = this.columns
    for (const [a, { rows, divergence }] of frame.arms.entries()) {
      const arm = elementAt(this.arms, a)
      arm.table.append(rows)
      arm.divergence = divergence
      const points = new Float64Array((rows.length / width) * 3)
      for (let i = 0; i * width < rows.length; i++)
        points.set(
          [0, x, y].map(column => numberAt(rows, i * width + column)),
          3 * i,
        )
      arm.path.append(points)
    }
    this.cursor = frame.step
    this.changed()
  }

  /** Another plane: paths and grid begin anew. */
  setPlane(plane: PlaneInfo): void {
    this.plane = plane
    this.grid = null
    for (const [a, points] of plane.paths.entries()) {
      const path = new Table(3)
      path.append(points)
      if (this.arms[a]) this.arms[a].path = path
    }
    this.epoch++
    this.changed()
  }

  setCertificate(certificate: Certificate | null): void {
    this.certificate = certificate
    this.changed()
  }

  setGrid(grid: LandscapeGrid): void {
    this.grid = grid
    this.changed()
  }

  setAttention(attention: AttentionTrace): void {
    this.attention = attention
    this.changed()
  }

  setEnsemble(ensemble: EnsembleTrace | null): void {
    this.ensemble = ensemble
    this.changed()
  }

  startStudy<K extends StudyKind>(kind: K, key: string, tasks: readonly TaskOf<K>[]): void {
    this.byKind.set(kind, { key, tasks, parts: tasks.map(() => undefined) } as StudyParts<StudyKind>)
    this.changed()
  }

  addPart<K extends StudyKind>(kind: K, index: number, part: PartOf<K>): void {
    const study = this.studies.get(kind)
    if (study) study.parts[index] = part
    this.changed()
  }

  dropStudy(kind: StudyKind): void {
    if (this.byKind.delete(kind)) this.changed()
  }

  /** What lay beyond a step is no longer part of the run. */
  truncate(step: number): void {
    for (const arm of this.arms) {
      arm.table.truncate(step)
      arm.path.truncate(step)
    }
    this.changed()
  }

  /** The last measured step of the longest trace. */
  get lastStep(): number {
    return this.arms.reduce((last, { table }) => Math.max(last, table.value(table.length - 1, 0) || 0), 0)
  }

  private changed(): void {
    this.version++
    for (const listener of this.listeners) listener()
  }
}
