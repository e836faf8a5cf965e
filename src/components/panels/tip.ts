import type { Readout } from './spec'

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

/** Puts the tooltip beside a point of its host, on the side with more room, inside the host's width. */
export function placeTip(tip: HTMLElement, host: HTMLElement, x: number, y: number): void {
  tip.hidden = false
  const { offsetWidth: w, offsetHeight: h } = tip
  const { clientWidth: W, clientHeight: H } = host
  const left = x + 14 + w <= W ? x + 14 : x - 14 - w >= 0 ? x - 14 - w : Math.max(0, Math.min(W - w, x - w / 2))
  const top = Math.max(-30, Math.min(H - h, y - h / 2))
  tip.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`
}
