import { extend, type ThreeElements, useFrame } from '@react-three/fiber'
import { useEffect, useRef, useState } from 'react'
import {
  BufferAttribute,
  BufferGeometry,
  DoubleSide,
  GreaterDepth,
  InstancedBufferGeometry,
  InstancedInterleavedBuffer,
  InterleavedBufferAttribute,
  type IUniform,
  LessEqualDepth,
  Matrix4,
  Mesh,
  ShaderMaterial,
  type ShaderMaterialParameters,
  Vector2,
  Vector3,
} from 'three'
import { type Drawn, type LineList, SEGMENT, type Mesh as SurfaceMesh } from '../../../../charts/surface'
import { GROUND_FRAGMENT, GROUND_VERTEX, RIBBON_FRAGMENT, RIBBON_VERTEX } from './shaders'

// The picture does its own projection: nothing is to be sorted out by a camera.
extend({ Mesh })

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements extends Pick<ThreeElements, 'mesh'> {}
  }
}

/** The surface and the lines around and on it, as `drawn` says at each frame. */
export function Scene({ drawn }: { readonly drawn: Drawn }) {
  return (
    <>
      <Ground drawn={drawn} />
      <Ribbons drawn={drawn} lines={drawn.frame} order={1} lift={-0.001} />
      <Ribbons drawn={drawn} lines={drawn.marks} order={2} lift={0.003} hidden />
      <Ribbons drawn={drawn} lines={drawn.marks} order={3} lift={0.003} />
    </>
  )
}

/** What the graphics hold is given back by the component that made it. */
function useOwn<T extends { dispose(): void }>(make: () => T): T {
  const [own] = useState(make)
  useEffect(() => () => own.dispose(), [own])
  return own
}

function Ground({ drawn }: { readonly drawn: Drawn }) {
  const mesh = useRef<Mesh>(null)
  const shown = useRef<SurfaceMesh>(undefined)
  const geometry = useOwn(() => new BufferGeometry())
  const material = useOwn(groundMaterial)
  useFrame(() => {
    if (shown.current !== drawn.mesh) {
      shown.current = drawn.mesh
      replace(geometry, drawn.mesh)
    }
    if (mesh.current) mesh.current.visible = (drawn.mesh?.triangles.length ?? 0) > 0
    // A program has at least one level; where there is none it lies above the box.
    const levels = drawn.levels.length > 0 ? drawn.levels : NO_LEVEL
    if (material.defines.LEVELS !== levels.length) {
      material.defines.LEVELS = levels.length
      material.needsUpdate = true
    }
    const { uniforms } = material
    uniforms.clip.value.fromArray(drawn.clip)
    uniforms.levels.value = levels
    uniforms.shades.value = drawn.levels.length > 0 ? drawn.shades : Float32Array.of(...drawn.shades, ...drawn.shades)
    uniforms.ink.value.set(...drawn.ink)
    uniforms.light.value.set(...drawn.light)
    uniforms.shadow.value = drawn.shadow
    uniforms.ratio.value = drawn.ratio
  })
  return <mesh ref={mesh} geometry={geometry} material={material} frustumCulled={false} />
}

/** A material whose uniforms are known by name. */
const withUniforms = <U extends Record<string, IUniform>>(uniforms: U, settings: ShaderMaterialParameters) =>
  Object.assign(new ShaderMaterial({ ...settings, uniforms }), { uniforms })

const groundMaterial = () =>
  withUniforms(
    {
      clip: { value: new Matrix4() },
      levels: { value: NO_LEVEL },
      shades: { value: new Float32Array(6) },
      ink: { value: new Vector3() },
      light: { value: new Vector3() },
      shadow: { value: 0 },
      ratio: { value: 1 },
    },
    { vertexShader: GROUND_VERTEX, fragmentShader: GROUND_FRAGMENT, side: DoubleSide, defines: { LEVELS: 1 } },
  )

const NO_LEVEL = Float32Array.of(9)

/** Other nodes and triangles: the buffers of the old ones are given back first. */
function replace(geometry: BufferGeometry, mesh: SurfaceMesh | undefined): void {
  geometry.dispose()
  if (!mesh) return
  geometry.setAttribute('position', new BufferAttribute(mesh.positions, 3))
  geometry.setAttribute('normal', new BufferAttribute(mesh.normals, 3))
  geometry.setIndex(new BufferAttribute(mesh.triangles, 1))
}

const CORNERS = Float32Array.of(0, -1, 0, 1, -1, 0, 1, 1, 0, 0, 1, 0)
const QUAD = Uint16Array.of(0, 1, 2, 0, 2, 3)

interface RibbonsProps {
  readonly drawn: Drawn
  readonly lines: LineList
  readonly order: number
  /** How far before what they lie on, in the depth of the picture. */
  readonly lift: number
  /** Those parts that the surface hides. */
  readonly hidden?: boolean
}

function Ribbons({ drawn, lines, order, lift, hidden = false }: RibbonsProps) {
  const mesh = useRef<Mesh>(null)
  const buffer = useRef<InstancedInterleavedBuffer>(undefined)
  const geometry = useOwn(() => new InstancedBufferGeometry())
  const material = useOwn(() => ribbonMaterial(lift, hidden))
  useFrame(() => {
    if (buffer.current?.array !== lines.data) buffer.current = layOut(geometry, lines)
    buffer.current.clearUpdateRanges()
    buffer.current.addUpdateRange(0, lines.count * SEGMENT)
    buffer.current.needsUpdate = true
    geometry.instanceCount = lines.count
    if (mesh.current) mesh.current.visible = lines.count > 0
    const { clip, size, ratio } = material.uniforms
    clip.value.fromArray(drawn.clip)
    size.value.set(drawn.width, drawn.height)
    ratio.value = drawn.ratio
  })
  return <mesh ref={mesh} geometry={geometry} material={material} frustumCulled={false} renderOrder={order} />
}

const ribbonMaterial = (lift: number, hidden: boolean) =>
  withUniforms(
    {
      clip: { value: new Matrix4() },
      size: { value: new Vector2() },
      ratio: { value: 1 },
      lift: { value: lift },
      hidden: { value: Number(hidden) },
    },
    {
      vertexShader: RIBBON_VERTEX,
      fragmentShader: RIBBON_FRAGMENT,
      transparent: true,
      premultipliedAlpha: true,
      depthWrite: false,
      depthFunc: hidden ? GreaterDepth : LessEqualDepth,
      side: DoubleSide,
    },
  )

/** Gives the geometry the list's room, which grew; the buffers of the old one are given back. */
function layOut(geometry: InstancedBufferGeometry, lines: LineList): InstancedInterleavedBuffer {
  geometry.dispose()
  const buffer = new InstancedInterleavedBuffer(lines.data, SEGMENT)
  const part = (size: number, offset: number) => new InterleavedBufferAttribute(buffer, size, offset)
  geometry.setAttribute('position', new BufferAttribute(CORNERS, 3))
  geometry.setIndex(new BufferAttribute(QUAD, 1))
  geometry.setAttribute('from', part(3, 0))
  geometry.setAttribute('to', part(3, 3))
  geometry.setAttribute('tone', part(4, 6))
  geometry.setAttribute('shape', part(2, 10))
  return buffer
}
