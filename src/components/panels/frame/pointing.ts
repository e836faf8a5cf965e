/** What a chart needs once it is pointed at: fetched after the first picture. */
export { attachBrush } from './axes/brush'
export { attachGestures } from './gestures'
export { placeTip, writeTip } from './tip'
