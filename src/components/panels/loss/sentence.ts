import { WAITING } from '../reading/noise'
import { trend } from '../reading/trend'
import type { View } from '../reading/view'

/** How fast the losses of the first arms fall or grow. */
export function lossSentence(view: View): string {
  const parts = view.arms.slice(0, 3).map(arm => trend(view, arm))
  return parts.length > 0 && parts.some(Boolean) ? `${parts.filter(Boolean).join('; ')}.` : WAITING
}
