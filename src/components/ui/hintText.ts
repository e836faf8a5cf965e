/** What a tooltip says of an element. HintLayer asks; elements answer with `data-hint`, or `data-hint-cut` for their own text. */

/** Texts whose symbols are explained where they stand. */
export const TERMED = '.symbol, .panel-value, .panel-sentence, .panel-head h2, .panel-legend > span'

/** The nearest element that may have a tooltip. */
export const hintOf = (target: EventTarget | null) =>
  target instanceof Element ? target.closest(`[data-hint], [data-hint-cut], ${TERMED}`) : null

/** Whether some of its text is cut off. */
export const isCut = (target: Pick<Element, 'scrollHeight' | 'clientHeight' | 'scrollWidth' | 'clientWidth'>) =>
  target.scrollHeight > target.clientHeight + 1 || target.scrollWidth > target.clientWidth + 1

type Sized = Parameters<typeof isCut>[0] & Pick<Element, 'textContent'>

/** Its hint; for an element whose text may be cut off, or that is a part of such a text, all of it where it is; else ''. */
export function hintText(
  target: Sized & Pick<Element, 'getAttribute'> & { readonly parentElement: { closest(selector: string): Sized | null } | null },
): string {
  const own = target.getAttribute('data-hint')
  if (own !== null) return own
  const cut = [target, target.parentElement?.closest('[data-hint-cut]')].find(element => element && isCut(element))
  return (cut?.textContent ?? '').trim()
}
