import { loadedPresets } from '../scenario'

/**
 * Does what needs a preset, and what the fragment `link` does too: at once where it is at hand, else when all are fetched; the newest
 * wish wins, and what is done may ask whether it is still the newest. `failed` is told where they cannot be fetched, and how to try again.
 */
export function createWithPreset(
  failed: (id: string, link: string, again: () => void) => void,
): (id: string, link: string, act: (isNewest: () => boolean) => void) => void {
  let wishes = 0
  return function withPreset(id, link, act) {
    const wish = ++wishes
    const isNewest = () => wish === wishes
    if (loadedPresets().has(id) || loadedPresets().size > 1) {
      act(isNewest)
      return
    }
    const arrived = import('../scenario/presets').then(({ PRESETS }) => PRESETS.size > 0)
    const ifNewest = (then: () => void) => () => {
      if (isNewest()) then()
    }
    arrived.then(
      ifNewest(() => act(isNewest)),
      ifNewest(() => failed(id, link, () => withPreset(id, link, act))),
    )
  }
}
