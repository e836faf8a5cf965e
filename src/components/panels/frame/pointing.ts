/** What a chart needs once it is pointed at: fetched after the first picture. */
export { attachGestures } from './gestures'
export { placeTip, writeTip } from './tip'
