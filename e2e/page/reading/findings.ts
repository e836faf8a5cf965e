import type { Bounds, RecordedCanvas } from './recorder'

/** What can be read badly on a page, one line each; `drawn` says whether every chart was drawn at its present size. */
export interface Read {
  readonly drawn: boolean
  readonly texts: number
  readonly findings: string[]
}

/** To be run in a page in which `recordText` was run: overlapping texts, cut texts that cannot be read whole, texts under controls. */
export function readPage(): Read {
  interface Text extends Bounds {
    readonly text: string
    /** What it is part of: texts of one owner may touch. */
    readonly owner: Element | object
    readonly place: Element
    readonly layer: Element
    readonly floats: boolean
  }
  const findings = new Set<string>()
  const texts: Text[] = []
  const short = (text: string) => text.replace(/\s+/g, ' ').trim().slice(0, 60)
  const where = (element: Element) =>
    element.closest<HTMLElement>('[data-panel]')?.dataset.panel ?? element.closest('header, aside, section, footer')?.className ?? 'page'
  const layerOf = (element: Element): Element => {
    for (let e: Element | null = element; e; e = e.parentElement) {
      const { position, overflowY } = getComputedStyle(e)
      if (/fixed|sticky/.test(position) || /auto|scroll/.test(overflowY)) return e
    }
    return document.body
  }
  const seen = (element: Element) =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    getComputedStyle(element).clipPath !== 'inset(50%)' &&
    !element.closest('.visually-hidden, .skip-link, .katex-mathml, option, [data-behind], .panel-tip, .hint, [data-decorative]')
  const readable = (element: Element) => {
    const hint = element.closest<HTMLElement>('[data-hint-cut], [data-hint]')
    return (
      hint !== null &&
      (hint.tabIndex >= 0 || hint.matches('label:has(:focus-visible)') || hint.closest('button, a, [tabindex="0"]') !== null)
    )
  }
  const cutOf = (element: Element, box: Bounds): Element | undefined => {
    for (let e: Element | null = element; e && e !== document.body; e = e.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(e)
      const outer = e.getBoundingClientRect()
      const hidden = (flow: string) => flow === 'hidden' || flow === 'clip'
      if (hidden(overflowX) && (box.left < outer.left - 1.5 || box.right > outer.right + 1.5)) return e
      if (hidden(overflowY) && (box.top < outer.top - 3 || box.bottom > outer.bottom + 3)) return e
    }
    return undefined
  }

  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const node = walker.currentNode as globalThis.Text
    const element = node.parentElement
    if (!element || !node.data.trim() || !seen(element)) continue
    let owner: Element = element
    while (
      owner.parentElement &&
      getComputedStyle(owner).display.startsWith('inline') &&
      owner.parentElement.textContent !== '' &&
      !owner.matches('button, a')
    )
      owner = owner.parentElement
    const range = document.createRange()
    range.selectNodeContents(node)
    for (const rect of range.getClientRects()) {
      if (rect.width < 1) continue
      const inset = rect.height * 0.14
      const box = { left: rect.left, right: rect.right, top: rect.top + inset, bottom: rect.bottom - inset }
      const cut = cutOf(element, box)
      if (cut) {
        if (!readable(element)) findings.add(`cut: ${where(element)}: ${short(owner.textContent ?? '')}`)
        const outer = cut.getBoundingClientRect()
        if (box.top >= outer.bottom - 2 || box.left >= outer.right - 2) continue
        Object.assign(box, { right: Math.min(box.right, outer.right), bottom: Math.min(box.bottom, outer.bottom) })
      }
      texts.push({ ...box, text: node.data, owner, place: element, layer: layerOf(element), floats: false })
    }
  }
  for (const input of document.querySelectorAll<HTMLInputElement>('input:is([type=text], :not([type])):not([aria-hidden=true])'))
    if (seen(input) && input.scrollWidth > input.clientWidth + 1 && input.dataset.hint === undefined)
      findings.add(`cut: ${where(input)}: field ${input.value}`)

  let drawn = true
  for (const canvas of document.querySelectorAll<RecordedCanvas>('.panel-chart canvas:not([hidden]), .app-timeline canvas')) {
    if (!seen(canvas)) continue
    const outer = canvas.getBoundingClientRect()
    const { recording } = canvas
    if (outer.width < 40 || outer.height < 40) continue
    if (canvas.closest('.surface') || canvas.matches('[data-engine]')) continue
    const host = canvas.parentElement?.getBoundingClientRect() ?? outer
    if (
      !recording ||
      Math.abs(recording.width / devicePixelRatio - host.width) > 2 ||
      Math.abs(recording.height / devicePixelRatio - host.height) > 2
    ) {
      drawn = false
      continue
    }
    const scale = outer.width / recording.width
    for (const { text, clip, struck, ...at } of recording.texts) {
      const limit = clip ?? { left: 0, top: 0, right: recording.width, bottom: recording.height }
      if (at.right < limit.left || at.left > limit.right || at.bottom < limit.top || at.top > limit.bottom) continue
      const cut = at.left < limit.left - 1.5 || at.right > limit.right + 1.5 || at.top < limit.top - 2.5 || at.bottom > limit.bottom + 2.5
      if (cut) findings.add(`cut: ${where(canvas)} chart: ${short(text)}`)
      if (text.endsWith('…') && !/waiting|not |comput|compare|press/i.test(text))
        findings.add(`shortened: ${where(canvas)} chart: ${short(text)}`)
      if (struck) findings.add(`struck through: ${where(canvas)} chart: ${short(text)}`)
      texts.push({
        text,
        left: outer.left + at.left * scale,
        right: outer.left + at.right * scale,
        top: outer.top + at.top * scale,
        bottom: outer.top + at.bottom * scale,
        owner: {},
        place: canvas,
        layer: layerOf(canvas),
        floats: true,
      })
    }
  }

  const meet = (a: Bounds, b: Bounds, by: number) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > by && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > by
  texts.sort((a, b) => a.top - b.top)
  for (const [i, a] of texts.entries())
    for (let j = i + 1; j < texts.length; j++) {
      const b = texts[j] as Text
      if (b.top > a.bottom) break
      if (a.owner !== b.owner && a.layer === b.layer && meet(a, b, 1.5))
        findings.add(`overlap: ${where(a.place)}: “${short(a.text)}” and “${short(b.text)}”`)
    }
  for (const control of document.querySelectorAll<HTMLElement>('button, a, input, select, summary, [role=slider]')) {
    if (!seen(control) || getComputedStyle(control).pointerEvents === 'none') continue
    const box = control.getBoundingClientRect()
    if (box.width < 2) continue
    const layer = layerOf(control)
    for (const text of texts)
      if (
        text.layer === layer &&
        !control.contains(text.place) &&
        !text.place.contains(control) &&
        !text.place.closest('label')?.contains(control) &&
        meet(text, box, 2)
      )
        findings.add(
          `under a control: ${where(text.place)}: “${short(text.text)}” under “${short(control.ariaLabel ?? control.textContent ?? '')}”`,
        )
  }
  return { drawn, texts: texts.length, findings: [...findings] }
}

/** Brings every panel into view once, so that it is drawn. */
export async function showAll(): Promise<void> {
  for (const panel of document.querySelectorAll('.panel')) {
    panel.scrollIntoView({ block: 'center' })
    await new Promise(requestAnimationFrame)
    await new Promise(requestAnimationFrame)
  }
}
