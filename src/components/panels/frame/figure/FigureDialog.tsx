import './figure.css'
import { Copy, Download } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import { messageOf } from '../../../../lib/fault'
import { download } from '../../../download'
import { Modal } from '../../../ui/Modal'
import type { ChartHost } from '../host'
import { fileName } from '../saveFile'
import { useLive, useStage } from '../stage'
import { Choice, Switch, WidthField } from './fields'
import { Preview } from './Preview'
import { type Pictured, pictureOf, widthOnScreen } from './picture'
import { DEFAULTS, type FigureSettings, FORMATS, PROPORTIONS, remember, remembered, SCALES, THEMES, UNITS, widthText } from './settings'
import { written } from './write'

interface Props extends Pictured {
  readonly chart: ChartHost
  readonly onClose: () => void
}

const words = <T extends string>(of: readonly T[], say: (value: T) => string) =>
  Object.fromEntries(of.map(v => [v, say(v)])) as Record<T, string>
const WORDS = {
  format: words(FORMATS, f => f.toUpperCase()),
  unit: words(UNITS, u => u),
  scale: words(SCALES, s => `${s}×`),
  theme: { ...words(THEMES, t => t), screen: 'as on screen' },
  proportions: { ...words(Object.keys(PROPORTIONS) as (keyof typeof PROPORTIONS)[], p => p.replace(':', ' : ')), screen: 'as on screen' },
}

/** Saves or copies a panel's picture, after a look at it. */
export default function FigureDialog({ chart, onClose, ...panel }: Props) {
  const stage = useStage()
  const [settings, setSettings] = useState(remembered)
  const [said, setSaid] = useState('')
  const missing = useLive(view => panel.spec.missing?.(view) ?? '')
  const formId = useId()
  const change = (part: Partial<FigureSettings>) => {
    const next = { ...settings, ...part }
    setSettings(next)
    remember(next)
    setSaid('')
  }
  const choose = <K extends 'format' | 'unit' | 'scale' | 'theme' | 'proportions'>(key: K, label: string) => (
    <Choice
      label={label}
      value={settings[key]}
      words={WORDS[key] as Record<FigureSettings[K], string>}
      onChange={v => change({ [key]: v })}
    />
  )
  async function write(format: FigureSettings['format']) {
    const { view } = stage
    const { composed, about, theme } = pictureOf(panel, view, chart, settings)
    const { file, missing } = await written(composed, about, { ...settings, format }, theme.panel)
    const lacks = missing ? ` The fonts have no outline for ${missing}: a box stands there; PNG has them.` : ''
    return { file, lacks, name: fileName(panel.name, view, `.${format}`) }
  }
  async function save(event: FormEvent) {
    event.preventDefault()
    try {
      const { file, lacks, name } = await write(settings.format)
      download(name, file)
      setSaid(`Saved as ${name}, ${Math.ceil(file.size / 1000)} kB.${lacks}`)
    } catch (error) {
      setSaid(`The file could not be created: ${messageOf(error)}.`)
    }
  }
  async function copy() {
    if (!navigator.clipboard?.write || typeof ClipboardItem === 'undefined')
      return setSaid('This browser lets no page copy pictures: save it as PNG instead.')
    try {
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': write('png').then(({ file }) => file) })])
      setSaid('The picture is copied, as PNG.')
    } catch (error) {
      setSaid(`The picture could not be copied: ${messageOf(error)}. Save it as PNG instead.`)
    }
  }
  return (
    <Modal title={`Picture of ${panel.title}`} onClose={onClose} wide>
      <form className="figure" id={formId} onSubmit={save}>
        {missing ? <p className="figure-preview">{missing}</p> : <Preview panel={panel} chart={chart} settings={settings} />}
        <div className="figure-choices">
          {choose('format', 'format')}
          <WidthField
            unit={settings.unit}
            width={settings.width}
            usual={widthText(widthOnScreen(chart), settings.unit)}
            onChange={width => change({ width })}
          />
          {choose('unit', 'unit')}
          {choose('proportions', 'proportions of the chart')}
          {choose('theme', 'theme')}
          {choose('scale', 'pixels per pixel, in PNG')}
          <Switch label="title" on={settings.title} onChange={title => change({ title })} />
          <Switch label="caption with parameters, link and version" on={settings.caption} onChange={caption => change({ caption })} />
        </div>
        <div className="figure-end">
          <p role="status">{said}</p>
          <button type="button" className="bar-button boxed" onClick={() => change(DEFAULTS)}>
            Usual settings
          </button>
          <button type="button" className="bar-button boxed" disabled={missing !== ''} onClick={copy}>
            <Copy size={15} aria-hidden="true" /> Copy
          </button>
          <button type="submit" className="bar-button solid" disabled={missing !== ''}>
            <Download size={15} aria-hidden="true" /> Save {WORDS.format[settings.format]}
          </button>
        </div>
      </form>
    </Modal>
  )
}
