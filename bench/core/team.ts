/** Several children that do the same request at once, each its share: wall time is that of the slowest, CPU time the sum. */
import type { Child, Reply } from './child'

export function team(members: readonly Child[]): Child {
  return {
    name: members.map(child => child.name).join(' and '),
    async ask(request) {
      const replies = await Promise.all(members.map(child => child.ask(request)))
      const missing = replies.find(reply => reply.missing)?.missing
      const merged: Reply = { wall: Math.max(...replies.map(r => r.wall ?? 0)), cpu: replies.reduce((s, r) => s + (r.cpu ?? 0), 0) }
      return missing === undefined ? merged : { missing }
    },
    close: () => {
      for (const child of members) child.close()
    },
  }
}
