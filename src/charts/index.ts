/**
 * Charts: plain data in, pixels out. Every chart is `chart(ctx, box, data, options) → layout`, draws in CSS pixels on a
 * canvas context (see `prepareCanvas`) or on the SVG recorder, keeps no state, and returns where it put things. Give the
 * layout back as `options.previous` to keep the axes calm, and use it for hover (`hitAt`, `axis.value`).
 */
export { indexAt } from './annotations'
export type { AttentionCell, AttentionData, AttentionLayout } from './attentionChart'
export { attentionCellAt, attentionChart } from './attentionChart'
export { exportPng, onRestored, prepareCanvas } from './canvas'
export type { Grid } from './contours'
export type { DescribeOptions } from './describe'
export { describeSeries } from './describe'
export type { DirectionArm, DirectionChartOptions, DirectionData } from './directionChart'
export { directionChart } from './directionChart'
export type { StickyOptions } from './domain'
export { extentOf, stickyDomain, union } from './domain'
export type { Cov2 } from './ellipse'
export { ellipsePoints, magnificationFor } from './ellipse'
export type { EnergyData, EnergyLayout } from './energyChart'
export { energyChart } from './energyChart'
export type { Cloud } from './fitChart'
export { fitChart } from './fitChart'
export { formatCompact, formatValue, plainValue } from './format'
export type { HeatmapData, HeatmapOptions } from './heatmapChart'
export { heatmapChart, heatRange } from './heatmapChart'
export { hitAt } from './hover'
export type { LandscapeArm, LandscapeData, LandscapeLayout, LandscapeOptions, LandscapePicture } from './landscapeChart'
export { landscapeChart } from './landscapeChart'
export type { LineData, LineOptions } from './lineChart'
export { lineChart } from './lineChart'
export type { LossData, LossLayout, LossOptions } from './lossChart'
export { lossChart } from './lossChart'
export { mapChart } from './mapChart'
export { deviationAlong, drawNoise, type NoiseMarks, principal } from './noiseMarks'
export type { PlaneDomain, PlanePath, ViewOptions } from './planeDomain'
export { bentDomain, equalAspect, fitDomain, straightDomain } from './planeDomain'
export type { RateOptions, SuccessRate } from './rateChart'
export { rateChart } from './rateChart'
export type { ScatterArm, ScatterOptions } from './scatterChart'
export { scatterChart } from './scatterChart'
export type { Diagonal, SharpArm, SharpOptions } from './sharpChart'
export { sharpChart } from './sharpChart'
export { CONTOURS, type SharpCloud } from './sharpCloud'
export { between, smoothGrid } from './smoothGrid'
export type { SpectrumChartOptions, SpectrumCurve, SpectrumData } from './spectrumChart'
export { spectrumChart } from './spectrumChart'
export type { Stack, StackData, StackOptions } from './stackChart'
export { stackChart } from './stackChart'
export type { SweepArm, SweepData, SweepOptions } from './sweepChart'
export { sweepChart } from './sweepChart'
export { drawText, fitText, forgetTextWidths, textWidth, wrapText } from './text'
export { colorOf, DARK, forgetThemes, LIGHT, readTheme, withAlpha } from './theme'
export type { TimeAxis } from './timeAxis'
export { timeOfStep } from './timeAxis'
export type { TimelineData, TimelineLayout, TimelineOptions } from './timeline'
export { stepAtPixel, timeline } from './timeline'
export type { Area, Axis, Band, Box, ChartLayout, Clock, Color, Ctx, EventMark, Hit, Range, Rect, Ref, Series, Theme } from './types'

/** The SVG text of a drawing; the recorder is loaded on demand. See `svgText` in svg.ts. */
export async function exportSvg(
  draw: (ctx: CanvasRenderingContext2D) => void,
  width: number,
  height: number,
  background?: string,
): Promise<string> {
  return (await import('./svg')).svgText(draw, width, height, background)
}
