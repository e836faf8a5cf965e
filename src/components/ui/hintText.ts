/** What a tooltip says of an element. HintLayer asks; elements answer with `data-hint`, or `data-hint-cut` for their own text. */

/** Texts whose symbols are explained where they stand. */
export const TERMED = '.panel-value, .panel-sentence, .panel-head h2, .panel-legend > span'

/** The nearest element that may have a tooltip. */
export const hintOf = (target: EventTarget | null) =>
  target instanceof Element ? target.closest(`[data-hint], [data-hint-cut], ${TERMED}`) : null

/** Whether some of its text is cut off. */
export const isCut = (target: Pick<Element, 'scrollHeight' | 'clientHeight' | 'scrollWidth' | 'clientWidth'>) =>
  target.scrollHeight > target.clientHeight + 1 || target.scrollWidth > target.clientWidth + 1

/** Its hint; for an element whose text may be cut off, all of it where it is; else ''. */
export function hintText(
  target: Pick<Element, 'getAttribute' | 'scrollHeight' | 'clientHeight' | 'scrollWidth' | 'clientWidth' | 'textContent'>,
): string {
  const own = target.getAttribute('data-hint')
  if (own !== null) return own
  return isCut(target) ? (target.textContent ?? '').trim() : ''
}
