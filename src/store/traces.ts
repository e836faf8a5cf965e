import { Table } from '../lib/table'
import { elementAt } from '../lib/values'
import type { EnsembleColumn, EnsembleReport } from '../workers/ensemble/messages'
import type { Certificate, Columns, Divergence, Frame, PlaneInfo, Results } from '../workers/protocol'
import type { PartOf, StudyKind, TaskOf } from '../workers/studies/kinds'

/** Step, x, y and distance of a point of a path. */
const PATH_WIDTH = 4

export interface ArmTrace {
  readonly id: string
  /** One row per measured step; columns as in `Traces.columns`. */
  readonly table: Table
  divergence: Divergence | null
  /** (step, x, y, distance from it) of the recorded steps on the landscape plane. */
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
  /** The energies of every replica, where a panel wants them; null before the first. */
  readonly cloud: EnsembleReport['cloud']
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
export type ConfusionTrace = Results['confusion']

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
  /** null before it was asked for. */
  confusion: ConfusionTrace | null = null
  ensemble: EnsembleTrace | null = null
  /** Of rows that were measured elsewhere: the eigenvalues of G that are known at every row; null for a run's. */
  measured: readonly Float64Array[] | null = null
  private readonly byKind = new Map<StudyKind, StudyParts<StudyKind>>()
  readonly studies = this.byKind as StudyMap
  /** The step shown: the newest, or the one scrubbed to. */
  cursor = 0
  version = 0
  epoch = 0
  /** The plane that the newest row was read on, and the oldest that will do for the one on screen. */
  private rowsOn = 0
  private oldest = 0
  private readonly listeners = new Set<() => void>()

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  start(armIds: readonly string[], columns: Columns): void {
    this.columns = columns
    this.arms = armIds.map(id => ({ id, table: new Table(columns.width), divergence: null, path: new Table(PATH_WIDTH) }))
    this.certificate = null
    this.plane = null
    this.grid = null
    this.attention = null
    this.confusion = null
    this.rowsOn = this.oldest = 0
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
    const here = frame.plane === this.plane?.id
    for (const [a, { rows, path, divergence }] of frame.arms.entries()) {
      const arm = elementAt(this.arms, a)
      arm.table.append(rows)
      arm.divergence = divergence
      if (here) arm.path.append(path)
    }
    this.rowsOn = frame.rowsOn
    this.cursor = frame.step
    this.changed()
  }

  /** The rows up to a step are shown. */
  show(step: number): void {
    this.cursor = step
    this.changed()
  }

  /** Whether the newest row was read on the plane on screen, or on the one that this was laid anew for. */
  get rowOfPlane(): boolean {
    return this.rowsOn >= this.oldest
  }

  /** Another plane: paths and grid begin anew. */
  setPlane(plane: PlaneInfo): void {
    this.grid = null
    this.epoch++
    this.oldest = plane.id
    this.turnTo(plane)
    this.changed()
  }

  /** The plane of a run that was taken up elsewhere, which knows the end of the paths alone. */
  continuePlane({ id, paths }: PlaneInfo): void {
    if (!this.plane) return
    this.plane = { ...this.plane, id }
    this.oldest = 0
    for (const [a, points] of paths.entries()) this.arms[a]?.path.append(points)
    this.changed()
  }

  private turnTo(plane: PlaneInfo): void {
    this.plane = plane
    for (const [a, points] of plane.paths.entries()) {
      const path = new Table(PATH_WIDTH)
      path.append(points)
      if (this.arms[a]) this.arms[a].path = path
    }
  }

  setCertificate(certificate: Certificate | null): void {
    this.certificate = certificate
    this.changed()
  }

  /** The contours; where their plane was laid anew, it takes the place of the old one with them. */
  setGrid(grid: LandscapeGrid): void {
    if (grid.laid) {
      this.oldest = grid.laid.id - 1
      this.turnTo(grid.laid)
    }
    if (grid.plane !== this.plane?.id) return
    this.grid = grid
    this.changed()
  }

  setAttention(attention: AttentionTrace): void {
    this.attention = attention
    this.changed()
  }

  setConfusion(confusion: ConfusionTrace): void {
    this.confusion = confusion
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
    this.cursor = Math.min(this.cursor, step)
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
