/** What to cite for a run: the theory, the results beside it that the page uses, and the page with its version and the link of the run. */
import { version } from '../../../package.json'

export interface Source {
  readonly key: string
  /** As BibTeX writes names: "Mingze Wang and Lei Wu". */
  readonly author: string
  readonly title: string
  readonly year: number
  readonly url: string
  /** Where it appeared, in BibTeX's fields. */
  readonly fields: Readonly<Record<string, string>>
  /** What the page takes from it. */
  readonly gives: string
  /** Another version of it. */
  readonly also?: { readonly text: string; readonly url: string }
}

const arXiv = (eprint: string) => ({ eprint, archivePrefix: 'arXiv' })

export const SOURCES: readonly Source[] = [
  {
    key: 'wang2023noise',
    author: 'Mingze Wang and Lei Wu',
    title: 'A Theoretical Analysis of Noise Geometry in Stochastic Gradient Descent',
    year: 2023,
    url: 'https://arxiv.org/abs/2310.00692',
    fields: {
      ...arXiv('2310.00692'),
      note: 'Its later version is in Transactions on Machine Learning Research, https://openreview.net/forum?id=NubPNYTKLh',
    },
    gives: 'the theory',
    also: { text: 'TMLR version on OpenReview', url: 'https://openreview.net/forum?id=NubPNYTKLh' },
  },
  {
    key: 'mulayoff2024exact',
    author: 'Rotem Mulayoff and Tomer Michaeli',
    title: 'Exact Mean Square Linear Stability Analysis for SGD',
    year: 2024,
    url: 'https://arxiv.org/abs/2306.07850',
    fields: arXiv('2306.07850'),
    gives: 'the exact threshold η*',
  },
  {
    key: 'chemnitz2025characterizing',
    author: 'Dennis Chemnitz and Maximilian Engel',
    title: 'Characterizing Dynamical Stability of Stochastic Gradient Descent in Overparameterized Learning',
    year: 2025,
    url: 'https://www.jmlr.org/papers/v26/24-1547.html',
    fields: { journal: 'Journal of Machine Learning Research', volume: '26' },
    gives: 'stability of typical runs',
  },
  {
    key: 'andreyev2024edge',
    author: 'Arseniy Andreyev and Pierfrancesco Beneventano',
    title: 'Edge of Stochastic Stability: Revisiting the Edge of Stability for SGD',
    year: 2024,
    url: 'https://arxiv.org/abs/2412.20553',
    fields: arXiv('2412.20553'),
    gives: 'batch sharpness',
  },
]

/** The run on screen: the link that reproduces it, and which step and parameters were shown. */
export interface CitedRun {
  readonly address: string
  readonly step: number
  /** '' where none is known. */
  readonly fingerprint: string
}

/** A value within braces: a backslash or brace of its own would end or open a group. */
const braced = (text: string) => `{${text.replace(/[{}\\]/g, encodeURIComponent)}}`

const entry = (kind: string, key: string, fields: Readonly<Record<string, string>>) =>
  `@${kind}{${key},\n${Object.entries(fields)
    .map(([name, value]) => `  ${name} = ${value}`)
    .join(',\n')}\n}\n`

const bracedAll = (fields: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, braced(value)]))

/** BibTeX for a figure of this run: the page and the paper; with `all` the other sources too. Double braces keep the letters of titles. */
export function bibtexOf(run: CitedRun, all = false): string {
  const shown = `step ${run.step}${run.fingerprint ? `, fingerprint ${run.fingerprint}` : ''}`
  const page = entry('misc', 'noisescope', {
    author: '{{The Noisescope developers}}',
    title: '{{Noisescope: an oscilloscope for the noise of stochastic gradient descent}}',
    ...bracedAll({ version, url: run.address, note: `Version ${version}; run at ${shown}` }),
  })
  const works = (all ? SOURCES : SOURCES.slice(0, 1)).map(({ key, author, title, year, url, fields }) =>
    entry(fields.journal ? 'article' : 'misc', key, {
      author: braced(author),
      title: `{${braced(title)}}`,
      ...bracedAll({ year: String(year), ...fields, url }),
    }),
  )
  return [page, ...works].join('\n')
}
