/** What files give under a choice: parts to train on and parts to test on, without the rows that lack a value. */

import type { DataChoice } from '../../lib/dataChoice'
import { checkRows, partOf, rowsUsed, type Used, usedOf } from './choose'
import { bringTest, type Content, isTest, roleOf } from './contents'
import { checkCounts, compact, type DataPart, samplesAt, targetsAt } from './data'
import type { Steps } from './progress'
import type { Sheet } from './sheet'

export interface Parts {
  readonly train: readonly DataPart[]
  /** A test set of their own, where the choice says so. */
  readonly test: readonly DataPart[]
  /** Rows at hand that were left out. */
  readonly leftOut: number
}

/** A file on the way to a part: a table with the rows that have all values, or arrays, which lack none. */
type Member = { readonly sheet: Sheet; readonly used: Used; readonly rows: readonly number[] } | { readonly part: DataPart }

/** The parts of files under a choice. */
export function* partsOf(contents: readonly Content[], choice: DataChoice): Steps<Parts> {
  const own = choice.test === 'own' && bringTest(contents)
  const groups: Record<'train' | 'test', Member[]> = { train: [], test: [] }
  for (const content of contents) {
    const brings = 'part' in content && content.test !== null
    groups[own && isTest(content) && !brings ? 'test' : 'train'].push(yield* memberOf(contents, content, choice))
    if (own && 'part' in content && content.test) groups.test.push({ part: content.test })
  }
  const [train, test] = [yield* withoutGaps(groups.train), yield* withoutGaps(groups.test)]
  return { train: train.parts, test: test.parts, leftOut: train.leftOut + test.leftOut }
}

function* memberOf(contents: readonly Content[], content: Content, choice: DataChoice): Steps<Member> {
  if ('part' in content) {
    const { part, labels = [] } = content
    const chosen = labels[choice.target === '' ? labels.length - 1 : Number(choice.target) - 1]
    return { part: chosen ? { ...part, targets: chosen.targets } : part }
  }
  const used = usedOf(content.sheet, choice, roleOf(contents, content))
  return { sheet: content.sheet, used, rows: yield* rowsUsed(content.sheet, used, choice.missing === 'leave-out') }
}

const hasInputs = (member: Member) => ('part' in member ? member.part.samples !== null : member.used.inputs.length > 0)
const hasTargets = (member: Member) => ('part' in member ? member.part.targets !== null : member.used.targets.length > 0)
/** Rows at hand, and how many the file holds. */
const sizesOf = (member: Member) => ('part' in member ? (member.part.samples ?? member.part.targets) : member.sheet)
const atHand = (member: Member) => sizesOf(member)?.n ?? 0
const held = (member: Member) => sizesOf(member)?.of ?? 0

/** Whether one file holds the inputs of samples and another their targets: then row i of both is the same sample. */
const isPair = (members: readonly Member[]) =>
  members.length === 2 && members.filter(hasInputs).length === 1 && members.filter(hasTargets).length === 1

/** Samples and labels of a pair, counted before any is left out. */
function countsOfPair(members: readonly Member[]): readonly [samples: number, targets: number] {
  const [samples = 0] = members.filter(hasInputs).map(held)
  const [targets = 0] = members.filter(hasTargets).map(held)
  return [samples, targets]
}

/** The parts of files that belong together: rows that lack a value in one of them are left out of both. */
function* withoutGaps(members: readonly Member[]): Steps<{ parts: DataPart[]; leftOut: number }> {
  const [of = 0, ...others] = members.map(atHand)
  const paired = isPair(members)
  if (paired && others.some(n => n !== of)) checkCounts(...countsOfPair(members))
  const kept = (member: Member) => ('part' in member ? null : new Set(member.rows))
  const sets = members.flatMap(member => kept(member) ?? [])
  const common = paired && sets.length > 0 ? Array.from({ length: of }, (_, i) => i).filter(i => sets.every(set => set.has(i))) : null
  const parts: DataPart[] = []
  let leftOut = common ? of - common.length : 0
  for (const member of members) {
    if ('part' in member) parts.push(common && common.length < of ? rowsAt(member.part, common) : member.part)
    else {
      const rows = common ?? member.rows
      checkRows(rows, member.sheet.n)
      if (!common) leftOut += member.sheet.n - rows.length
      parts.push(compact(yield* partOf(member.sheet, member.used, rows)))
    }
  }
  return { parts, leftOut }
}

function rowsAt(part: DataPart, rows: readonly number[]): DataPart {
  const { samples, targets } = part
  return { ...part, samples: samples && samplesAt(samples, rows), targets: targets && targetsAt(targets, rows) }
}
