import type { Readout } from '../reading/readout'

const VARIABLES = ['--arm-a', '--arm-b', '--arm-c', '--arm-d']

/** Writes a readout into the tooltip; the elements are kept while the rows stay the same in number. */
export function writeTip(tip: HTMLElement, { title, rows }: Readout): void {
  const wanted = 1 + rows.length
  while (tip.childElementCount > wanted) tip.lastElementChild!.remove()
  while (tip.childElementCount < wanted) {
    const line = document.createElement('div')
    for (const part of ['dot', 'name', 'value']) line.appendChild(document.createElement('span')).className = `tip-${part}`
    tip.append(line)
  }
  const lines = [{ label: title, value: '' }, ...rows]
  lines.forEach((row, i) => {
    const [dot, name, value] = tip.children[i]!.children as unknown as [HTMLElement, HTMLElement, HTMLElement]
    const color = 'color' in row && row.color !== undefined ? `var(${VARIABLES[row.color % 4]})` : 'transparent'
    if (dot.style.background !== color) dot.style.background = color
    if (name.textContent !== row.label) name.textContent = row.label
    if (value.textContent !== row.value) value.textContent = row.value
  })
}

/** Puts the tooltip beside a point of its host: to the right, else to the left, over other panels if need be, inside the page. */
export function placeTip(tip: HTMLElement, host: HTMLElement, x: number, y: number): void {
  tip.hidden = false
  const { offsetWidth: w, offsetHeight: h } = tip
  const bounds = host.getBoundingClientRect()
  const frame = host.closest('.panels')?.getBoundingClientRect() ?? bounds
  const fits = (at: number) => bounds.left + at >= frame.left && bounds.left + at + w <= frame.right
  const middle = Math.max(frame.left - bounds.left, Math.min(frame.right - bounds.left - w, x - w / 2))
  const left = fits(x + GAP) ? x + GAP : fits(x - GAP - w) ? x - GAP - w : middle
  const top = left === middle ? Math.max(-h, y - GAP - h) : Math.max(-30, Math.min(bounds.height - h + 20, y - h / 2))
  tip.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`
}

const GAP = 14
