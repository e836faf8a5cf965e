import { type KeptRun, MOST_COMPARED } from './types'

/** The runs beside the one on screen with one more; a sentence where there are as many as may be. */
export function withBeside(compared: readonly KeptRun[], run: KeptRun): readonly KeptRun[] | string {
  if (compared.some(({ id }) => id === run.id)) return compared
  if (compared.length >= MOST_COMPARED) {
    const names = compared.map(({ name }) => `“${name}”`).join(', ')
    return `At most ${MOST_COMPARED} kept runs lie beside the one on screen (${names}): take one of them away first.`
  }
  return [...compared, run]
}

export const withoutBeside = (compared: readonly KeptRun[], id: string): readonly KeptRun[] => compared.filter(run => run.id !== id)
