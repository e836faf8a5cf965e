import { checkScenario, normalize } from './check'
import { ScenarioError } from './error'
import { withFields } from './link'
import { usesBatches } from './optimizers'
import { loadedPresets } from './presets/loaded'
import type { Scenario } from './types'

/**
 * The scenario with the texts of --set, as in a link, each name once. Batches that only the preset set follow an n below them,
 * which is said.
 */
export function withSettings(scenario: Scenario, settings: readonly string[], say: (words: string) => void = () => {}): Scenario {
  const fields = new Map<string, string>()
  for (const setting of settings) {
    const at = setting.indexOf('=')
    if (at < 1) throw new ScenarioError('--set', setting, 'field=value')
    const name = setting.slice(0, at)
    if (fields.has(name)) throw new ScenarioError(name, setting.slice(at + 1), 'each field once')
    fields.set(name, setting.slice(at + 1))
  }
  const named = ['s', 'v', 'z'].find(name => fields.has(name))
  if (named)
    throw new ScenarioError('--set', `${named}=${fields.get(named)}`, 'every field of a link but s, v and z, which belong to SCENARIO')
  let changed = withFields(scenario, fields)
  if (fields.has('n')) changed = withinSamples(changed, fields, say)
  return checkScenario(normalize(changed))
}

/** Lowers to n the batches, now and in flight, that neither --set nor the scenario itself says otherwise than its preset. */
function withinSamples(s: Scenario, fields: ReadonlyMap<string, string>, say: (words: string) => void): Scenario {
  const preset = loadedPresets().get(s.preset)?.scenario
  const { n } = s.data
  const lowered = (at: string, B: number) => {
    say(`${at} = ${B} of the preset ${s.preset} is lowered to n = ${n}`)
    return n
  }
  const arms = s.arms.map(arm => {
    const presets = preset?.arms.find(own => own.id === arm.id) ?? preset?.arms.find(own => own.kind === arm.kind)
    const own = fields.has('B') || fields.has(`${arm.id}.B`) || presets?.B !== arm.B
    return own || arm.B <= n || !usesBatches(arm) ? arm : { ...arm, B: lowered(s.arms.length > 1 ? `${arm.id}.B` : 'B', arm.B) }
  })
  const events = s.events.map(event => {
    const own = !preset?.events.some(
      e => e.step === event.step && e.arm === event.arm && e.field === event.field && e.value === event.value,
    )
    return own || event.field !== 'B' || event.value <= n ? event : { ...event, value: lowered(`B at step ${event.step}`, event.value) }
  })
  return { ...s, arms, events }
}
