/**
 * The name of an arm, the same wherever it is read: its id, which links write in lower case, in capitals, and a closing
 * number apart. "sgd" → "SGD", "gd2" → "GD 2", "fast" → "FAST".
 */
export function armName(id: string): string {
  return id.toUpperCase().replace(/(?<=[A-Z])(\d+)$/, ' $1')
}
