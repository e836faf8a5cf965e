import { list, percent } from '../reading/numbers'
import type { View } from '../reading/view'
import { type ArmLook, type Look, lookOf, mapName, questionWords, selectedOf, weightAt } from './look'

/** The token that the last one looks at most, over all maps. */
export function strongest(look: Look, { weights }: ArmLook): { readonly map: number; readonly column: number; readonly weight: number } {
  const row = look.places - 1
  let best = { map: 0, column: 0, weight: -1 }
  for (let map = 0; map < look.blocks * look.heads; map++)
    for (let column = 0; column <= row; column++) {
      const weight = weightAt(look, weights, map, row, column)
      if (weight > best.weight) best = { map, column, weight }
    }
  return best
}

/** The question, what each arm answers, and where the selected one looks. */
export function attentionSentence(view: View): string {
  const look = lookOf(view)
  if (!look) return 'Waiting for the first look at a question.'
  const says = look.arms.map(({ arm, said }) => `${arm.label} says ${said}${said === look.answer ? '' : ', wrongly'}`)
  const own = selectedOf(view, look)
  const best = own && strongest(look, own)
  const where = best
    ? ` In ${mapName(look, best.map)} ${own.arm.label}’s last token looks most at ${look.names[best.column]} at place ${best.column + 1}: ${percent(best.weight)}.`
    : ''
  return `${questionWords(look)}: ${look.answer}. ${list(says)}.${where}`
}
