/** What a chart needs once it is pointed at: fetched after the first picture. */
export { attachBrush } from './axes/brush'
export { attachGestures } from './gestures'
export { onKey } from './keys'
export { placeTip, writeTip } from './tip'
