import { Suspense } from 'react'
import { deferred } from '../ui/deferred'
import type { PanelPlace } from './extras'
import type { LaterName } from './LaterPanels'

const Later = deferred(() => import('./LaterPanels'))

interface Props extends PanelPlace {
  readonly name: LaterName
  readonly title: string
}

/** A panel of every scenario that the first picture can do without: until its code is there its place is kept. */
export function LaterPanel({ title, ...place }: Props) {
  const { name, maximised } = place
  return (
    <Suspense
      fallback={
        <article className="panel" data-testid={`panel-${name}`} data-panel={name} data-maximised={maximised || undefined}>
          <header className="panel-head">
            <h2>{title}</h2>
          </header>
        </article>
      }
    >
      <Later {...place} />
    </Suspense>
  )
}
