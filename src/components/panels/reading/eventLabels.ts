import type { Ctx, EventMark, LossLayout, Theme } from '../../../charts'

/** Names of the marks, written over the learning-rate strip from the newest backwards where they do not touch. */
export function drawEventLabels(ctx: Ctx, theme: Theme, events: readonly EventMark[], layout: LossLayout): void {
  const { plot, x } = layout.rate ?? layout
  const right = plot.x + plot.width
  const y = layout.plot.y + layout.plot.height - 7
  let limit = right
  ctx.font = `500 11px ${theme.font}`
  ctx.textAlign = 'left'
  ctx.textBaseline = 'alphabetic'
  for (const event of [...events].sort((a, b) => b.x - a.x)) {
    const width = ctx.measureText(event.label).width
    const at = x.px(event.x)
    const left = Math.max(plot.x + 2, Math.min(at - width / 2, right - width))
    if (!(at >= plot.x && at <= right) || left + width > limit) continue
    limit = left - 10
    ctx.strokeStyle = theme.panel
    ctx.lineWidth = 3
    ctx.lineJoin = 'round'
    ctx.strokeText(event.label, left, y)
    ctx.fillStyle = theme.warn
    ctx.fillText(event.label, left, y)
  }
}
