import { useEffect, useRef, useState } from 'react'
import { prepareCanvas } from '../../../../charts'
import type { ChartHost } from '../host'
import { useLive, useStage } from '../stage'
import { type Pictured, pictureOf } from './picture'
import { type FigureSettings, widthText } from './settings'

interface Props {
  readonly panel: Pictured
  readonly chart: ChartHost
  readonly settings: FigureSettings
}

/** The picture as it will be in the file, anew as rows of the run and parts of studies come, with its size. */
export function Preview({ panel, chart, settings }: Props) {
  const stage = useStage()
  const version = useLive(view => view.traces.version)
  const canvas = useRef<HTMLCanvasElement>(null)
  const [size, setSize] = useState('')
  // biome-ignore lint/correctness/useExhaustiveDependencies: other numbers have another picture
  useEffect(() => {
    if (!canvas.current) return
    const { composed, theme } = pictureOf(panel, stage.view, chart, settings)
    const { width, height } = composed
    const ctx = prepareCanvas(canvas.current, width, height)
    canvas.current.removeAttribute('style')
    if (!ctx) return
    ctx.fillStyle = theme.panel
    ctx.fillRect(0, 0, width, height)
    composed.draw(ctx)
    const { format, unit, scale } = settings
    const sized = `${widthText(width, unit)} × ${widthText(height, unit)} ${unit}`
    setSize(format === 'png' ? `${sized}, ${Math.round(width * Number(scale))} × ${Math.round(height * Number(scale))} pixels` : sized)
  }, [panel.spec, panel.title, stage, chart, settings, version])
  return (
    <figure className="figure-preview">
      <canvas ref={canvas} role="img" aria-label={`Preview of ${panel.title}`} />
      <figcaption>{size}</figcaption>
    </figure>
  )
}
