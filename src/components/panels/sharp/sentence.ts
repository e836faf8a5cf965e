import { noNoise } from '../reading/noise'
import { capital, number } from '../reading/numbers'
import { curveAt, recursionsOf } from '../reading/recursions'
import { type ArmView, scalarOf, type View } from '../reading/view'
import { energiesAt, splitsDistance } from './energies'

/** A part below this share of the other one is none to speak of. */
const ALONE = 1e-4
/** Energies that have grown by less than this factor have not left. */
const LEFT = 10

/** D_k of an arm in the exact mean at the step shown; NaN where the recursions do not say. */
export function meanRatio(view: View, arm: ArmView, k: number): number {
  const part = recursionsOf(view, arm)
  return part?.aligned ? curveAt(part, part.exact, k, view.step) : Number.NaN
}

/** Whether the first two arms have both left their minimum, with learning rates that differ. */
export function bothLeaveApart(view: View, k: number): boolean {
  const [first, second] = view.arms
  if (!first || !second || splitsDistance(view) || first.settings.eta === second.settings.eta) return false
  return [first, second].every(arm => {
    const [now, start] = [energiesAt(view, arm, k), energiesAt(view, arm, k, 0)]
    return now.sharp + now.flat > LEFT * (start.sharp + start.flat)
  })
}

/** Where the energy of the first arms has gone, and what the exact mean says of it. */
export function sharpSentence(view: View, k: number): string {
  if (splitsDistance(view)) return distanceSentence(view, k)
  const [sharp, where] = k === 1 ? ['v₁', 'along v₁'] : [`the ${k} sharpest directions`, `in the ${k} sharpest directions`]
  const parts = view.arms.slice(0, 2).flatMap(arm => {
    const now = energiesAt(view, arm, k)
    const start = energiesAt(view, arm, k, 0)
    if (!(now.sharp + now.flat > 0)) return []
    const left = now.sharp + now.flat > LEFT * (start.sharp + start.flat)
    if (now.D < ALONE) return [left ? `${arm.label} runs off along ${sharp}` : `what is left of ${arm.label}’s loss lies ${where} alone`]
    if (now.D > 1 / ALONE) return [`${arm.label}’s loss ${left ? 'grows' : 'lies'} in flatter directions alone`]
    const mean = meanRatio(view, arm, k)
    const beside = Number.isFinite(mean) ? ` (exact mean ${number(mean, 2)})` : ''
    const verb = left ? 'climbs with' : 'holds'
    return [`${arm.label} ${verb} ${number(now.D, 2)} times as much energy in flatter directions as ${where}${beside}`]
  })
  const text = parts.join('; ')
  return text ? `${capital(text)}.` : noNoise(view)
}

/** How far the first arms have gone, and how the square of that is split. */
function distanceSentence(view: View, k: number): string {
  const where = k === 1 ? 'along v₁' : `in the ${k} sharpest directions`
  let from = Number.NaN
  const parts = view.arms.slice(0, 2).flatMap(arm => {
    const { sharp, flat, D } = energiesAt(view, arm, k)
    if (!(sharp + flat > 0)) return []
    const step = scalarOf(view, arm, 'anchor_step')
    // What was just said of the first arm need not be said again.
    const since = step === from ? '' : `since step ${step} `
    from = step
    const gone = `${since}${arm.label} has gone ${number(Math.sqrt(sharp + flat), 2)}`
    if (D < ALONE) return [`${gone}, ${where} alone`]
    if (D > 1 / ALONE) return [`${gone}, in flatter directions alone`]
    return [`${gone}, its square ${number(D, 2)} times as large in flatter directions as ${where}`]
  })
  return parts.length > 0 ? `${capital(parts.join('; '))}.` : 'No arm is away from where its escape begins.'
}
