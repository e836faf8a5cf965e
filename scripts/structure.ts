// npm run structure [FOLDER]…   counts what a folder is built of; the default is src and src/components/panels
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { circlesOf, type Graph, storeysOf } from './graph'
import { importsOf } from './imports'

/**
 * A folder as a house: a room is a file in it, or a folder in it with all that lies below. An arrow leads from a room to
 * another that some file of it imports, types included. A floor is a step of the longest chain of arrows; an upward arrow
 * goes against that order, and a circle is a group of rooms that all reach each other. Tests and fixtures are left out.
 */
export interface Structure {
  readonly rooms: number
  readonly floors: number
  readonly arrows: number
  readonly upward: readonly (readonly [string, string])[]
  /** Imports between the files of the rooms of each circle. */
  readonly circles: readonly (readonly string[])[]
  /** Circles among single files, wherever they lie below the folder. */
  readonly fileCircles: readonly (readonly string[])[]
}

const isCode = (path: string) =>
  /\.tsx?$/.test(path) && !/\.(test|fixture|generated)\.tsx?$|\.d\.ts$/.test(path) && !/(^|\/)testing\//.test(path)

/** Which file an import leads to; undefined where it leaves the folder, or is no code. */
function target(from: string, to: string, files: ReadonlySet<string>): string | undefined {
  if (!to.startsWith('.')) return undefined
  const base = posix.join(posix.dirname(from), to)
  return ['', '.ts', '.tsx', '/index.ts', '/index.tsx'].map(end => base + end).find(path => files.has(path))
}

/** The structure of files given by their paths below a folder. */
export function structureOf(sources: ReadonlyMap<string, string>): Structure {
  const files = new Set([...sources.keys()].filter(isCode))
  const graph = new Map(
    [...files].map(file => {
      const found = importsOf(file, sources.get(file) ?? '').map(({ to }) => target(file, to, files))
      return [file, new Set(found.filter(to => to !== undefined && to !== file) as string[])]
    }),
  )
  const roomOf = (file: string) => file.replace(/\/.*/, '/')
  const rooms = new Map<string, Set<string>>([...files].map(file => [roomOf(file), new Set()]))
  for (const [file, targets] of graph) for (const to of targets) if (roomOf(to) !== roomOf(file)) rooms.get(roomOf(file))?.add(roomOf(to))
  const between = (circle: readonly string[]) =>
    [...graph].flatMap(([file, targets]) =>
      [...targets]
        .filter(to => roomOf(to) !== roomOf(file) && circle.includes(roomOf(file)) && circle.includes(roomOf(to)))
        .map(to => `${file} → ${to}`),
    )
  const { floors, upward } = storeysOf(rooms)
  const arrows = [...rooms.values()].reduce((sum, { size }) => sum + size, 0)
  return { rooms: rooms.size, floors, arrows, upward, circles: circlesOf(rooms).map(between), fileCircles: circlesOf(graph as Graph) }
}

/** The code below a folder, by path. */
function read(folder: string): Map<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(path => path.replaceAll('\\', '/'))
  return new Map(paths.filter(isCode).map(path => [path, readFileSync(join(folder, path), 'utf8')]))
}

function report(folder: string): string {
  const { rooms, floors, arrows, upward, circles, fileCircles } = structureOf(read(folder))
  return [
    `${folder}: ${rooms} rooms, ${floors} floors, ${arrows} arrows (${upward.length} upward), ${circles.length} circles`,
    ...circles.flatMap((lines, i) => [`  circle ${i + 1} of rooms:`, ...lines.map(line => `    ${line}`)]),
    ...fileCircles.flatMap((paths, i) => [`  circle ${i + 1} of files:`, ...paths.map(path => `    ${path}`)]),
  ].join('\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = join(import.meta.dirname, '..')
  const folders = process.argv.length > 2 ? process.argv.slice(2) : [join(root, 'src'), join(root, 'src/components/panels')]
  for (const folder of folders) {
    if (!existsSync(folder)) throw new Error(`structure: there is no folder ${folder}; name one, as in src/components/panels`)
    console.log(report(folder))
  }
}
