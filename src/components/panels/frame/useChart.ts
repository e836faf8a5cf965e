import { type RefObject, useEffect, useRef } from 'react'
import { ChartHost } from './host'
import type { AnyPanel, Parts } from './spec'
import { useStage } from './stage'

/** Runs a spec on its elements for as long as they are on the page. */
export function useChart(spec: AnyPanel, elements: { [K in keyof Parts]: RefObject<Parts[K] | null> }): RefObject<ChartHost | null> {
  const stage = useStage()
  const chart = useRef<ChartHost | null>(null)
  const { host, canvas, tip, voice } = elements
  useEffect(() => {
    if (!host.current || !canvas.current || !tip.current || !voice.current) return
    const made = new ChartHost(stage, spec, { host: host.current, canvas: canvas.current, tip: tip.current, voice: voice.current })
    chart.current = made
    return () => {
      chart.current = null
      made.destroy()
    }
  }, [stage, spec, host, canvas, tip, voice])
  return chart
}
