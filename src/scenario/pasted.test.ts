import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeLink, encodeLink } from './packed'
import { pastedFields } from './pasted'
import { PRESETS } from './presets'

const LINK = 'v=1&s=olm-diagonal&eta=0.02&B=4&seed=7&at=120:eta:0.01,300:sgd.B:2'
const URL_ = `https://noise.example/scope/#${LINK}`
const encoded = encodeURIComponent

/** Everything here means LINK. */
const PASTED: readonly [what: string, text: string][] = [
  ['the sign of a fragment encoded', `http://127.0.0.1:4331/%23${LINK}`],
  ['fields behind a question mark', `http://127.0.0.1:4331/?${LINK}`],
  ['a fragment beside a query', `https://noise.example/?utm_source=mail#${LINK}`],
  ...[')', ',', '.', '>', '"', "'", '”', '’', '»', ']', '}', '`', '*', '**', '|', ';', '!', '?', '…', ').', '。', '、', '&'].map(
    end => [`${end} at its end`, `#${LINK}${end}`] as [string, string],
  ),
  ['a bracket within', `#${LINK.replace('seed=7', 'seed=7)')}`],
  ['entities', `#${LINK.replaceAll('&', '&amp;')}`],
  ['entities of entities', `#${LINK.replaceAll('&', '&amp;amp;')}`],
  ['entities in numbers', `&#35;${LINK.replaceAll('&', '&#38;').replaceAll('=', '&#x3D;')}`],
  ['percent encoding', `#${encoded(LINK)}`],
  ['percent encoding of everything', encoded(URL_)],
  ['percent encoding, twice', `#${encoded(encoded(LINK))}`],
  ['an address that carries another', `https://mail.example/?to=${encoded(URL_)}`],
  ['angle brackets', `<${URL_}>`],
  ['a Markdown link', `[run #7 of s=escape](${URL_})`],
  ['a Markdown link with a title', `[run](${URL_} "a run")`],
  ['HTML', `<a href="${URL_.replaceAll('&', '&amp;')}">a run</a>`],
  ['running text', `See ${URL_}, which leaves at once (really).`],
  ['quoted-printable', `https://noise.example/#${LINK.replaceAll('=', '=3D').replace('&B', '=\r\n&B')}`],
  ['lines of a mail', `https://noise.example/#${LINK.replace('diag', 'di\r\nag').replace('seed', 's\n  eed')}\nBest regards`],
  ['lines of an answered mail', `> https://noise.example/#${LINK.replace('diag', 'di\n> ag')}`],
  ['characters without width', `#${LINK.replaceAll('&', '&\u200b').replace('diag', 'di\u00adag\u2060')}\ufeff`],
  ['such characters, encoded', `#${LINK.replaceAll('&', '&%E2%80%8B')}`],
  ['full-width signs', `＃${LINK.replaceAll('&', '＆').replaceAll('=', '＝').replaceAll(':', '：').replaceAll(',', '，')}`],
  ['full-width digits', `#${LINK.replace('seed=7', 'seed=７')}`],
  ['dashes of a word processor', `#${LINK.replace('-', '‑')}`],
  ['a fragment of text', `${URL_}:~:text=noise`],
  ['a slash of routes', `https://noise.example/#/${LINK}`],
]

describe('a pasted link', () => {
  it.each(PASTED)('is read through %s', (_, text) => {
    expect(pastedFields(text)).toBe(LINK)
  })

  it('that is right stays as it is', () => {
    const many = Array.from({ length: 300 }, (_, i) => ({ step: i, arm: '', field: 'eta' as const, value: 0.1 + i / 1000 }))
    const packed = encodeLink({ ...decodeLink('s=linear-anisotropic'), events: many })
    const links = [...[...PRESETS.values()].map(p => encodeLink(p.scenario)), packed, LINK, 's=escape&values=1,2.5,1e-7&eta=-1']
    for (const link of links) {
      expect(pastedFields(link)).toBe(link)
      expect(pastedFields(`#${link}`)).toBe(link)
    }
  })

  it('keeps what is no part of a link for a message to name', () => {
    expect(pastedFields(`#${LINK}&utm_source=mail)`)).toBe(`${LINK}&utm_source=mail`)
    expect(pastedFields('#s=escape&B=x4)')).toBe('s=escape&B=x4')
    expect(pastedFields('#n=%E0%A4%A')).toBe('n=%E0%A4%A')
    expect(pastedFields('#B=')).toBe('B=')
  })

  it('takes no time, whatever it is', () => {
    const sign = fc.constantFrom(...'#?&=%.,;:)(<>"\' \n-_v1s', '%23', '&amp;', '=3D', '\u200b', '＝', 'é')
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 40 }), signs => {
        const once = pastedFields(signs.join(''))
        expect(typeof once).toBe('string')
      }),
      { numRuns: 2000 },
    )
    for (const unit of ['.', '"a', '#a=', '?a=', '&a=', '\n', ' ', '%25', '&amp;', '=3D', '.a']) pastedFields(unit.repeat(200_000))
  })
})
