import regular from '@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf?url'
import bold from '@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf?url'
import symbols from 'katex/dist/fonts/KaTeX_Main-Regular.ttf?url'
import { type Faces, facesOf } from '../../../../charts/outlines'
import { whenWanted } from '../../../../store/whenWanted'

async function bytesOf(url: string): Promise<ArrayBuffer> {
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`)
  return answer.arrayBuffer()
}

/** The fonts that texts of a file are drawn with, fetched when the first is written. */
export const faces = whenWanted<Faces>('the fonts of pictures', async () =>
  facesOf(...((await Promise.all([regular, bold, symbols].map(bytesOf))) as [ArrayBuffer, ArrayBuffer, ArrayBuffer])),
)
