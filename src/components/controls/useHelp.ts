import { useEffect, useState } from 'react'
import type { Field } from '../../scenario'
import { later } from '../ui/deferred'

let texts: Readonly<Record<string, string>> | null = null
let arriving: Promise<unknown> | null = null

/** What a field is, in a sentence; '' until that is fetched, after the first picture. */
export function useHelp({ name }: Field): string {
  const [, arrived] = useState(texts !== null)
  useEffect(() => {
    if (texts) return
    arriving ??= later(() => import('../../scenario/help')).then(({ HELP }) => {
      texts = HELP
    })
    void arriving.then(() => arrived(true))
  }, [])
  return texts?.[name] ?? ''
}
