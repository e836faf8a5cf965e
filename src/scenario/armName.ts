/**
 * The name of an arm, the same wherever it is read: its id, which links write in lower case, in capitals, and a closing
 * number apart; of a branch the step at which it begins. "sgd" → "SGD", "gd2" → "GD 2", "fast" → "FAST", "sgdfrom200" → "SGD from 200".
 */
export function armName(id: string): string {
  const [, parent, step, letter] = /^(.+)from(\d+)([a-z]?)$/.exec(id) ?? []
  if (parent) return `${armName(parent)} from ${step}${letter ? ` ${letter.toUpperCase()}` : ''}`
  return id.toUpperCase().replace(/(?<=[A-Z])(\d+)$/, ' $1')
}
