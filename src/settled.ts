/** What the page does once its first picture is on screen, fetched then. */
import { embedded } from './components/embedded'
import { besideAgain } from './components/kept/besideAgain'
import { offerTour } from './components/learn/offerTour'
import { keepOffline } from './keepOffline'
import type { Scope } from './store'

/** Keeps the page for use without a network; `bare` says that it was opened by itself, not at a link to a run or within another page. */
export function settle(scope: Scope, bare: boolean): void {
  if (bare) offerTour(scope)
  if (embedded === null) void besideAgain(scope)
  void keepOffline(scope.say)
}
