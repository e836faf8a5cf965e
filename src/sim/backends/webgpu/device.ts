import { Fault } from '../../../lib/fault'
import { DeviceWatch } from '../deviceWatch'

/** A GPUDevice of its own, as for a worker that shares none; whoever opened it closes it. */
export interface Gpu {
  readonly device: GPUDevice
  readonly watch: DeviceWatch
  /** The adapter's name, and whether it is a processor in truth. */
  readonly name: string
  readonly software: boolean
  /** Invocations that are one subgroup for certain; 0 where the device has no subgroup operations. */
  readonly subgroup: number
  close(): void
}

const LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
] as const

/** Opens the machine's adapter; rejects with a Fault where there is none, or where `quick` and it is a processor in truth. */
export async function openGpu(quick = false): Promise<Gpu> {
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' })
  if (!adapter) throw new Fault('This browser offers no WebGPU adapter', 'turn on hardware acceleration, or choose wasm')
  const { info, limits } = adapter
  const words = [info.vendor, info.architecture, info.device, info.description].filter(Boolean).join(' ')
  const name = /swiftshader/i.test(words) ? 'SwiftShader' : info.description || words || 'unnamed GPU'
  const software = info.isFallbackAdapter === true || /swiftshader|llvmpipe|lavapipe|softpipe|software|basic render/i.test(words)
  if (quick && software) throw new Fault(`${name} is a software adapter`, 'ask for webgpu to use it all the same')
  const subgroups = adapter.features.has('subgroups')
  const device = await adapter.requestDevice({
    requiredLimits: Object.fromEntries(LIMITS.map(name => [name, limits[name]])),
    requiredFeatures: subgroups ? ['subgroups'] : [],
  })
  const watch = new DeviceWatch()
  void device.lost.then(({ message, reason }) => watch.lose(message || reason))
  device.addEventListener('uncapturederror', event => watch.fault(event.error.message))
  return {
    device,
    watch,
    name,
    software,
    subgroup: subgroups ? info.subgroupMinSize : 0,
    close() {
      watch.close()
      device.destroy()
    },
  }
}
