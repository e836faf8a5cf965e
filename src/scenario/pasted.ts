/** Links as they come out of mails, chats and documents: `pastedFields(text)`. Every step takes time in proportion to the text. */

/** The fields of the link within a pasted text: decoded, and without what mail, markup and punctuation put around them. */
export function pastedFields(text: string): string {
  const plain = inOneLine(decoded(text).replace(/\p{Cf}/gu, ''))
    .replace(/[\uff01-\uff5e]/g, wide => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\u2010-\u2015\u2212]/g, '-')
  return link(plain).split('&').map(trimmed).filter(Boolean).join('&')
}

/** A text that was encoded several times is decoded as often. */
const MOST_ROUNDS = 4
const ENTITIES: readonly (readonly [RegExp, string])[] = [
  [/&(amp|#38|#x26);/gi, '&'],
  [/&(num|#35|#x23);/gi, '#'],
  [/&(equals|#61|#x3d);/gi, '='],
]

function decoded(text: string): string {
  let [before, now] = ['', text]
  for (let round = 0; round < MOST_ROUNDS && now !== before; round++) {
    before = now
    now = now.replace(/(%[\da-f]{2})+/gi, characters)
    for (const [entity, sign] of ENTITIES) now = now.replace(entity, sign)
  }
  return now
}

function characters(bytes: string): string {
  try {
    return decodeURIComponent(bytes)
  } catch {
    return bytes
  }
}

/** The lines of a mail in one, as far as they hold a link that was broken: without quoted-printable signs and marks of quotation. */
function inOneLine(text: string): string {
  const plain = /=3d/i.test(text) ? text.replace(/=\r?\n/g, '').replace(/=3d/gi, '=') : text
  const lines = plain.split(/[\r\n]+/).map(line => line.replace(/^[\s>]+/, '').trim())
  return lines.reduce((before, line) => (/\s/.test(line) ? `${before} ${line}` : before + line))
}

const NAME = '[\\w.]+='
/** The part of a text that is a link's fields: behind the last # that a name follows, else behind a question mark. */
function link(text: string): string {
  const signs = [...text.matchAll(new RegExp(`[#?][!/]?(?=${NAME})`, 'g'))]
  const sign = signs.findLast(([found]) => found.startsWith('#')) ?? signs[0]
  const fields = sign ? text.slice(sign.index + sign[0].length) : text
  const last = [...fields.matchAll(new RegExp(`&${NAME}`, 'g'))].at(-1)
  const from = last ? last.index + last[0].length : 0
  const rest = fields.slice(from)
  // Within running text a link ends where no link goes on.
  const end = rest.search(/(?<=[\p{L}\p{N}_-])[,.;:!?]*(?:[\s"'`<>()[\]{}“”‘’]|:~:)/u)
  return end < 0 ? fields : fields.slice(0, from + end)
}

/** A field without the punctuation around it. */
function trimmed(field: string): string {
  const start = field.search(/\p{L}/u)
  let end = field.length
  while (end > start && !/[\p{L}\p{N}_=-]/u.test(field.charAt(end - 1))) end--
  return start < 0 ? '' : field.slice(start, end)
}
