import { MathBackendWebGL, setWebGLContext } from '@tensorflow/tfjs-backend-webgl'
import { env } from '@tensorflow/tfjs-core'
import { Fault } from '../../../lib/fault'
import { DeviceWatch } from '../deviceWatch'
import { checkFree, type Found, isSoftware, TfjsBackend } from './backend'

/** Bytes of textures beyond which freed ones are deleted, not kept for reuse. */
const KEPT_TEXTURES = 128 * 2 ** 20

/** The webgl backend, on an OffscreenCanvas of its own. */
export class WebglBackend extends TfjsBackend {
  private constructor(
    found: Found,
    readonly gl: WebGL2RenderingContext,
  ) {
    super(found)
  }

  /** Starts tfjs on WebGL 2, f32; rejects without float32 render targets, or when the device computes wrong numbers. */
  static async create(): Promise<WebglBackend> {
    checkFree('webgl')
    const canvas = new OffscreenCanvas(1, 1)
    const gl = canvas.getContext('webgl2', { alpha: false, antialias: false, depth: false, stencil: false })
    if (!gl) throw new Fault('This browser offers no WebGL 2', 'turn on hardware acceleration, or choose wasm')
    const release = () => gl.getExtension('WEBGL_lose_context')?.loseContext()
    if (!gl.getExtension('EXT_color_buffer_float')) {
      release()
      throw new Fault('This WebGL cannot render to float32 textures, and float16 would give wrong numbers', 'choose wasm')
    }
    const watch = new DeviceWatch(() => (gl.isContextLost() ? 'the WebGL context is lost' : null))
    let kernels: MathBackendWebGL | null = null
    canvas.addEventListener('webglcontextlost', () => {
      watch.lose('the WebGL context is lost')
      if (kernels) stopPolling(kernels)
    })
    // tfjs takes this context for its feature tests too, instead of making another.
    setWebGLContext(2, gl)
    env().set('WEBGL_CPU_FORWARD', false)
    env().set('WEBGL_FORCE_F16_TEXTURES', false)
    env().set('WEBGL_DELETE_TEXTURE_THRESHOLD', KEPT_TEXTURES)
    const renderer = rendererOf(gl)
    const found: Found = {
      id: 'webgl',
      software: isSoftware(renderer),
      device: /swiftshader/i.test(renderer) ? 'SwiftShader' : renderer,
      capacity: gl.getParameter(gl.MAX_TEXTURE_SIZE) ** 2,
      watch,
      kernels: () => {
        kernels = new MathBackendWebGL(canvas)
        return kernels
      },
      release,
    }
    return new WebglBackend(found, gl).start()
  }
}

/** The GPU's name out of "ANGLE (vendor, name, driver)". */
function rendererOf(gl: WebGL2RenderingContext): string {
  const info = gl.getExtension('WEBGL_debug_renderer_info')
  const full = String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER))
  return /^ANGLE \([^,]*, (.*), [^,]*\)$/.exec(full)?.[1] ?? full
}

/** A fence of a lost context never passes, and tfjs asks again and again until its list is empty. */
function stopPolling(kernels: MathBackendWebGL): void {
  const { gpgpu } = kernels as unknown as { gpgpu: { itemsToPoll: unknown[] } }
  gpgpu.itemsToPoll = []
}
