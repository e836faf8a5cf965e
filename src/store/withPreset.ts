import { loadedPresets } from '../scenario'

/**
 * Does what needs a preset: at once where it is at hand, else when all are fetched; the newest wish wins. `failed` is told
 * where they cannot be fetched.
 */
export function createWithPreset(failed: (id: string) => void): (id: string, act: () => void) => void {
  let wishes = 0
  return (id, act) => {
    const wish = ++wishes
    if (loadedPresets().has(id) || loadedPresets().size > 1) {
      act()
      return
    }
    const arrived = import('../scenario/presets').then(({ PRESETS }) => PRESETS.size > 0)
    const ifNewest = (then: () => void) => () => {
      if (wish === wishes) then()
    }
    arrived.then(
      ifNewest(act),
      ifNewest(() => failed(id)),
    )
  }
}
