import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu'
import { env } from '@tensorflow/tfjs-core'
import { Fault } from '../../../lib/fault'
import { DeviceWatch } from '../deviceWatch'
import { checkFree, type Found, isSoftware, TfjsBackend } from './backend'

const DEVICE_LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
  'maxStorageBuffersPerShaderStage',
] as const

/** The webgpu backend; its GPUDevice can be shared with other code of the same worker. */
export class WebgpuBackend extends TfjsBackend {
  private constructor(
    found: Found,
    readonly gpu: GPUDevice,
  ) {
    super(found)
  }

  /** Starts tfjs on the machine's WebGPU adapter, f32; rejects when there is none, or when it computes wrong numbers. */
  static async create(): Promise<WebgpuBackend> {
    checkFree('webgpu')
    const adapter = await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' })
    if (!adapter) throw new Fault('This browser offers no WebGPU adapter', 'turn on hardware acceleration, or choose wasm')
    const gpu = await adapter.requestDevice({ requiredLimits: Object.fromEntries(DEVICE_LIMITS.map(name => [name, adapter.limits[name]])) })
    const watch = new DeviceWatch()
    void gpu.lost.then(({ message, reason }) => watch.lose(message || reason))
    gpu.addEventListener('uncapturederror', event => watch.fault(event.error.message))
    env().set('WEBGPU_CPU_FORWARD', false)
    const { info } = adapter
    const name = [info.vendor, info.architecture, info.device, info.description].filter(Boolean).join(' ')
    const found: Found = {
      id: 'webgpu',
      software: info.isFallbackAdapter === true || isSoftware(name),
      device: label(info, name),
      capacity: Math.min(adapter.limits.maxStorageBufferBindingSize, adapter.limits.maxBufferSize) / 4,
      watch,
      kernels: () => new WebGPUBackend(gpu, info),
      release: () => gpu.destroy(),
    }
    return new WebgpuBackend(found, gpu).start()
  }
}

function label(info: GPUAdapterInfo, name: string): string {
  if (/swiftshader/i.test(name)) return 'SwiftShader'
  return info.description || name || 'unnamed GPU'
}
