import { exportPng, LIGHT } from '../../charts'
import { chartOn } from '../panels/frame/host'

/** CSS pixels of the picture, and pixels of the file for each. */
const SIZE = { width: 320, height: 180, scale: 0.75 }
/** Characters of its address; what is larger is left out. */
const LONGEST = 80_000

/** The lead panel at this moment, or the one of a name, small, as a data: address of a PNG; '' where there is none. It is drawn before the first wait. */
export async function thumbnail(panel = ''): Promise<string> {
  const chart = [...document.querySelectorAll(panel ? `[data-panel="${panel}"] canvas` : '.panels canvas')]
    .map(chartOn)
    .find(found => found && !found.behind)
  if (!chart) return ''
  try {
    const { width, height, scale } = SIZE
    const file = await exportPng(chart.still({ width, height, theme: LIGHT }), width, height, scale, LIGHT.panel)
    const address = await addressOf(file)
    return address.length <= LONGEST ? address : ''
  } catch {
    // A run is worth keeping without its picture.
    return ''
  }
}

const addressOf = (file: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(file)
  })
