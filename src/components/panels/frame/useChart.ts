import { type RefObject, useEffect, useRef } from 'react'
import { ChartHost } from './host'
import type { AnyPanel, Parts } from './spec'
import { useStage } from './stage'

/** Runs a spec on its elements for as long as they are on the page; nothing is drawn while it is behind another panel. */
export function useChart(
  spec: AnyPanel,
  elements: { [K in keyof Parts]: RefObject<Parts[K] | null> },
  behind: boolean,
): RefObject<ChartHost | null> {
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
  // biome-ignore lint/correctness/useExhaustiveDependencies: another spec has another chart
  useEffect(() => {
    if (!chart.current) return
    chart.current.behind = behind
    if (!behind) stage.loop.touch(chart.current)
  }, [behind, stage, spec])
  return chart
}
