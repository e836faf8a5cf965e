import type { PartOf } from '../../../store'
import { number } from '../reading/numbers'

/** "κ = 1.4 ± 0.1 at η 0.3, B 1: infinite variance", or why there is none; '' before it is known. */
export function tailIndexWords(part: PartOf<'tail-index'> | null | undefined): string {
  if (!part) return ''
  const { end, kappa, error, eta, B, lyapunov, lyapunovError } = part
  const at = `at η ${number(eta)}, B ${number(B)}`
  if (end === 'unstable') return `No tail index ${at}: Λ = ${number(lyapunov)} ± ${number(lyapunovError, 2)}, almost every run grows.`
  if (end === 'light') return `Light tails ${at}: no moment of w up to the 16th was found to grow in all populations.`
  const variance =
    kappa + 2 * error < 2 ? 'infinite variance' : kappa - 2 * error > 2 ? 'finite variance' : 'at the edge of infinite variance'
  return `Tail index κ = ${number(kappa)} ± ${number(error, 2)} ${at}: ${variance}; moments of w beyond the κ-th grow.`
}
