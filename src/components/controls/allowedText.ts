/** What a field accepts, as the controls say it. Messages about links and files use `rangeOf`, with the ids that are written there. */
import { grouped } from '../../lib/digits'
import type { Field } from '../../scenario'
import { choiceLabel } from './labels'

/** "a whole number from 1 to 20 000", or the labels of a field's choices. */
export function allowedText(field: Field): string {
  if (field.kind === 'text') return field.allowed
  if (field.kind === 'choice') return field.choices.map(choice => choiceLabel(field.name, choice)).join(', ')
  const range = `from ${grouped(field.min)} to ${grouped(field.max)}`
  if (field.kind === 'list') return `1 to ${field.longest} ${field.whole ? 'whole ' : ''}numbers ${range}, separated by commas`
  return `a ${field.kind === 'integer' ? 'whole ' : ''}number ${range}`
}

/** With a capital and one full stop; symbols stay as they are. */
export const sentence = (text: string) => `${text.replace(/^[a-z](?=[a-z])/, letter => letter.toUpperCase()).replace(/\.$/, '')}.`
