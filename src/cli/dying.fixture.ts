/** A file system that a run uses up to a chosen moment: to count what it does, to let it fail, to end the process there. */

import { type Disk, NODE_DISK } from './disk'

/** What happens on a disk, in the order in which it does: `write out/.noisescope-…/metrics.csv`. */
type Act = 'open' | 'write' | 'close' | 'makeFolder' | 'move' | 'remove' | 'removeEmpty' | 'removeAll'

/** A disk that calls `before` ahead of everything that changes it. */
export function watchedDisk(before: (act: Act, path: string, bytes: number) => void): Disk {
  const names = new Map<number, string>()
  return {
    ...NODE_DISK,
    open(path) {
      before('open', path, 0)
      const handle = NODE_DISK.open(path)
      names.set(handle, path)
      return handle
    },
    write(handle, bytes, from) {
      before('write', names.get(handle) ?? '', bytes.length - from)
      return NODE_DISK.write(handle, bytes, from)
    },
    close(handle) {
      before('close', names.get(handle) ?? '', 0)
      NODE_DISK.close(handle)
    },
    makeFolder(path) {
      before('makeFolder', path, 0)
      NODE_DISK.makeFolder(path)
    },
    move(from, to) {
      before('move', from, 0)
      NODE_DISK.move(from, to)
    },
    remove(path) {
      before('remove', path, 0)
      NODE_DISK.remove(path)
    },
    removeEmpty(path) {
      before('removeEmpty', path, 0)
      NODE_DISK.removeEmpty(path)
    },
    removeAll(path) {
      before('removeAll', path, 0)
      NODE_DISK.removeAll(path)
    },
  }
}
