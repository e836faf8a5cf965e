/** A script as a Jupyter notebook: the same code in cells, and above it a panel of the run on a page. `notebookText(script, page)`. */

import type { Script } from './pythonScript'

interface Cell {
  readonly kind: 'markdown' | 'code'
  readonly text: string
}

/** `page` is the address of a Noisescope page, whose panel stands in the first cells; without one there is no panel. */
export function notebookText({ title, link, about, imports, setting, definitions, problem, numbers }: Script, page?: string): string {
  const address = page && `${page}?embed=1&panel=loss#${link}`
  const cells: Cell[] = [
    { kind: 'markdown', text: `# ${title}\n\n${about}` },
    ...(address
      ? ([
          { kind: 'markdown', text: `The run itself, on [the page](${page}#${link}):` },
          {
            kind: 'code',
            text: `from IPython.display import IFrame\n\nIFrame(${JSON.stringify(address)}, width="100%", height=480)`,
          },
        ] as const)
      : []),
    { kind: 'code', text: `${imports}\n\n${setting}` },
    { kind: 'markdown', text: 'Random numbers, model, steps and metrics' },
    { kind: 'code', text: definitions },
    { kind: 'markdown', text: 'The problem' },
    { kind: 'code', text: problem },
    { kind: 'markdown', text: 'The numbers of the run, and how they compare' },
    { kind: 'code', text: numbers },
    { kind: 'code', text: 'main()' },
  ]
  const written = cells.map(({ kind, text }, i) => ({
    cell_type: kind,
    id: `cell-${i + 1}`,
    metadata: {},
    source: text.split('\n').map((line, at, all) => (at + 1 < all.length ? `${line}\n` : line)),
    ...(kind === 'code' && { execution_count: null, outputs: [] }),
  }))
  const metadata = {
    kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
    language_info: { name: 'python' },
  }
  return `${JSON.stringify({ cells: written, metadata, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`
}
