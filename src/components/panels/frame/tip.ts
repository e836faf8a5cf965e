import type { Readout, ReadoutRow } from '../reading/readout'

const VARIABLES = ['--arm-a', '--arm-b', '--arm-c', '--arm-d']

/** The elements of a line, as `writeTip` made them. */
interface TipLine {
  readonly dot: HTMLElement
  readonly name: HTMLElement
  readonly value: HTMLElement
}

const tipLines = new WeakMap<HTMLElement, TipLine[]>()

function addLine(tip: HTMLElement, known: TipLine[]): TipLine {
  const row = document.createElement('div')
  const part = (name: string) => {
    const span = row.appendChild(document.createElement('span'))
    span.className = `tip-${name}`
    return span
  }
  const line = { dot: part('dot'), name: part('name'), value: part('value') }
  tip.append(row)
  known.push(line)
  return line
}

/** Writes a readout into the tooltip; the elements are kept while the rows stay the same in number. */
export function writeTip(tip: HTMLElement, { title, rows, says = '' }: Readout): void {
  tip.querySelector('.tip-says')?.remove()
  const known = tipLines.get(tip) ?? []
  tipLines.set(tip, known)
  const wanted: readonly ReadoutRow[] = [{ label: title, value: '' }, ...rows]
  while (known.length > wanted.length) {
    known.pop()
    tip.lastElementChild?.remove()
  }
  for (const [i, row] of wanted.entries()) {
    const { dot, name, value } = known[i] ?? addLine(tip, known)
    const color = row.color === undefined ? 'transparent' : `var(${VARIABLES[row.color % 4]})`
    if (dot.style.background !== color) dot.style.background = color
    if (name.textContent !== row.label) name.textContent = row.label
    if (value.textContent !== row.value) value.textContent = row.value
  }
  if (says) tip.append(sayingOf(says))
}

/** A paragraph in which `_x` is a subscript. */
function sayingOf(text: string): HTMLElement {
  const saying = document.createElement('p')
  saying.className = 'tip-says'
  for (const [i, part] of text.split(/_(.)/).entries()) {
    if (i % 2 === 0) saying.append(part)
    else saying.appendChild(document.createElement('sub')).textContent = part
  }
  return saying
}

/** Puts the tooltip beside a point of its host: to the right, else to the left, over other panels if need be, inside the page. */
export function placeTip(tip: HTMLElement, host: HTMLElement, x: number, y: number): void {
  tip.hidden = false
  const { offsetWidth: w, offsetHeight: h } = tip
  const bounds = host.getBoundingClientRect()
  const frame = host.closest('.panels')?.getBoundingClientRect() ?? bounds
  const fits = (at: number) => bounds.left + at >= frame.left && bounds.left + at + w <= frame.right
  const middle = Math.max(frame.left - bounds.left, Math.min(frame.right - bounds.left - w, x - w / 2))
  const left = fits(x + TIP_GAP) ? x + TIP_GAP : fits(x - TIP_GAP - w) ? x - TIP_GAP - w : middle
  const top = left === middle ? Math.max(-h, y - TIP_GAP - h) : Math.max(-30, Math.min(bounds.height - h + 20, y - h / 2))
  tip.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`
}

const TIP_GAP = 14
