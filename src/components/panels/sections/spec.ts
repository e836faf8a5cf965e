import { type ChartLayout, formatValue, lineChart, type Range, type Ref, type Series, union } from '../../../charts'
import type { PanelSpec } from '../frame/spec'
import { nth, short } from '../reading/numbers'
import type { Explanation } from '../reading/readout'
import { texNumber } from '../reading/texNumber'
import { NO_STEP } from '../reading/view'
import { sectionSentence } from './sentence'
import { barrierOf, type Found, isBarrier, parabola, type Sections } from './state'

/** Space over and under the losses, as a share of their range. */
const PAD = 0.07
/** Points of a parabola. */
const SMOOTH = 97

/** The range of the losses, which the parabolas may leave. */
function rangeOf({ section: { loss, projected } }: Found, log: boolean): Range | undefined {
  let seen: Range | undefined
  for (const v of [...loss, ...(projected?.loss ?? [])]) if (Number.isFinite(v) && (v > 0 || !log)) seen = union(seen, [v, v])
  if (!seen) return undefined
  const [lo, hi] = seen
  if (log) return [lo / 1.6, hi * 1.6]
  const pad = (hi - lo || Math.abs(hi) || 1) * PAD
  return [lo > 0 && lo < 3 * pad ? -pad / 2 : lo - pad, hi + pad]
}

function seriesOf(found: Found, theme: { ink: string; ink2: string; warn: string }): Series[] {
  const { section, color, arm } = found
  const [from, to] = [nth(section.s, 0), nth(section.s, section.s.length - 1)]
  const x = Float64Array.from({ length: SMOOTH }, (_, i) => from + ((to - from) * i) / (SMOOTH - 1))
  const curve = (of: 'G' | 'H', ink: string, dash: number[]): Series[] => {
    const y = x.map(s => parabola(section, of, s))
    return Number.isNaN(nth(y, 0)) ? [] : [{ x, y, length: SMOOTH, color: ink, label: `parabola of ${of}`, dash, width: 1.4 }]
  }
  return [
    { x: section.s, y: section.loss, length: section.s.length, color, label: `L, ${arm}`, dash: [], width: 2.4 },
    ...(section.projected
      ? [
          {
            x: section.s,
            y: section.projected.loss,
            length: section.s.length,
            color: theme.ink2,
            label: 'L, projected',
            dash: [8, 3, 2, 3],
          },
        ]
      : []),
    ...curve('G', theme.ink, [6, 4]),
    ...curve('H', theme.warn, [1.5, 2.5]),
  ]
}

/** From where a barrier is measured; NaN where the line has one end. */
function meanOfEnds({ section: { models } }: Found): number {
  const [a, b] = models
  return a && b ? (a.loss + b.loss) / 2 : Number.NaN
}

/** L along a line through points of the run, with the parabolas of G and of H at its first point. */
export function sectionsSpec(state: Sections): PanelSpec {
  const nearest = (s: number) => state.found?.section.s.reduce((best, v) => (Math.abs(v - s) < Math.abs(best - s) ? v : best))
  const indexOf = (at: number) => state.found?.section.s.indexOf(at) ?? -1
  return {
    axis: 'value',
    readAt: NO_STEP,
    gestures: state,
    subtitle() {
      const { found } = state
      if (!found) return ''
      const [here, there] = found.section.models
      if (there) {
        const { height, at } = barrierOf(found.section)
        return isBarrier(at) ? `barrier ${short(height)}` : 'no barrier'
      }
      return here ? `vᵀGv ${short(here.G)}${Number.isNaN(here.H) ? '' : `, vᵀHv ${short(here.H)}`}` : ''
    },
    missing: () => state.failure || undefined,
    sentence: () => sectionSentence(state.found),
    summary: () =>
      `The loss along a line through parameter space, with the parabolas that slope and curvature make of it. ${sectionSentence(state.found)}`,
    draw(ctx, box, _, { previous, mark }) {
      const { found, log } = state
      const options = { previous, yLog: log, yTitle: 'L', labels: 'legend', waiting: 'the loss is being computed' } as const
      if (!found) return lineChart(ctx, box, { series: [] }, options)
      const { section, names } = found
      const [, b] = section.models
      const range = rangeOf(found, log)
      const refs: Ref[] = b ? [{ y: meanOfEnds(found), label: 'mean of the ends', fit: false }] : []
      const ends = b
        ? [
            { x: 0, label: names[0] ?? '' },
            { x: 1, label: names[1] ?? '' },
          ]
        : [{ x: 0, label: 'here' }]
      return lineChart(
        ctx,
        box,
        { series: seriesOf(found, box.theme), refs, events: ends, cursor: mark },
        {
          ...options,
          ...(range && { yDomain: range }),
          xDomain: [nth(section.s, 0), nth(section.s, section.s.length - 1)],
          xTitle: b ? `0: ${names[0]}, 1: ${names[1]}` : `along ${names[0]}, step ${found.from}`,
        },
      )
    },
    locate: (_, layout: ChartLayout, px) => nearest(layout.x.value(px)),
    stops: () => [...(state.found?.section.s ?? [])],
    readout(_, at) {
      const { found } = state
      if (!found) return { title: '', rows: [] }
      const { section, arm, color } = found
      return {
        title: section.models.length > 1 ? `${formatValue(at)} of the way` : `${formatValue(at)} along`,
        rows: [
          { label: `L, ${arm}`, color, value: formatValue(nth(section.loss, indexOf(at))) },
          ...(section.projected ? [{ label: 'L, projected', value: formatValue(nth(section.projected.loss, indexOf(at))) }] : []),
          { label: 'parabola of G', value: formatValue(parabola(section, 'G', at)) },
          { label: 'parabola of H', value: formatValue(parabola(section, 'H', at)) },
        ],
      }
    },
    table() {
      const header = ['from', 'to', 's', 'loss', 'parabola_G', 'parabola_H', 'loss_projected', 'loss_mean_of_ends']
      const { found } = state
      if (!found) return { header, rows: [] }
      const { section, names } = found
      const rows = Array.from(section.s, (s, i) => [
        ...[names[0] ?? '', names[1] ?? '', s, nth(section.loss, i)],
        ...[parabola(section, 'G', s), parabola(section, 'H', s), nth(section.projected?.loss, i), meanOfEnds(found)],
      ])
      return { header, rows }
    },
    explain: () => explainSection(state.found),
  }
}

function explainSection(found: Found | null): Explanation {
  const [here, there] = found?.section.models ?? []
  const barrier = found && there ? barrierOf(found.section) : null
  return {
    text: [
      'The loss on all training samples along a straight line through parameter space, computed point by point. The line goes through the selected arm: along an eigenvector of G or an axis of the landscape, or to another arm, to an earlier step, to the planted minimum. Move the timeline to cut at another step; zoom to see more or less of the line.',
      ...(found?.section.projected
        ? [
            `The line goes along an axis of the landscape. The plane does not hold all of the arm: it is ${formatValue(found.section.projected.off)} away from it. The dash-dotted line is the loss on the same line through the projection, which is what the landscape shows there; what lies between the two is what projecting hides.`,
          ]
        : []),
      'The dashed line is what slope and G make of the loss, the dotted one the same with the Hessian H. Where the residuals are small the two are one; where the solid line leaves them the loss is no longer quadratic.',
      ...(barrier
        ? [
            `A barrier between two points is measured from the mean of their losses to the highest of the ${barrier.points} points between them; a narrower peak could lie between two of these.`,
          ]
        : []),
    ],
    formulas: here
      ? [
          {
            tex: 'L(\\theta+sv)\\approx L+s\\,\\nabla L^{\\top}v+\\tfrac{s^2}{2}\\,v^{\\top}Gv',
            says: `L = ${formatValue(here.loss)}, slope ${formatValue(here.slope)}`,
          },
          { tex: `v^{\\top}Gv=${texNumber(here.G)},\\qquad v^{\\top}Hv=${texNumber(here.H)}`, says: 'per unit of the axis, squared' },
          ...(barrier && there
            ? [
                {
                  tex: `\\max_{0\\le s\\le1}L-\\tfrac12\\bigl(L(0)+L(1)\\bigr)=${texNumber(barrier.height)}`,
                  says: `with L(0) = ${formatValue(here.loss)} and L(1) = ${formatValue(there.loss)}`,
                },
              ]
            : []),
        ]
      : [],
  }
}
