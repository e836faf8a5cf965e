import type { ReactElement } from 'react'
import { expect, it } from 'vitest'
import { Rich } from './Rich'

type Element = ReactElement<{ className?: string; children: unknown }>

/** The texts that are kept on one line. */
const unbroken = (text: string) =>
  (Rich({ text }) as unknown[])
    .filter((part): part is Element => (part as Element).props?.className === 'unbroken')
    .map(part => [part.props.children].flat(3).join(''))

it('keeps a fraction on one line, with what is written against it', () => {
  expect(unbroken('GD is below its edge 2/η; SGD')).toEqual(['2/η;'])
  expect(unbroken('the bound √(B/μ)/η (of SGD)')).toEqual(['√(B/μ)/η'])
  expect(unbroken('no fraction')).toEqual([])
})
