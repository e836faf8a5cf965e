let kept: Float64Array | null = null

async function devices() {
  const adapter = await navigator.gpu.requestAdapter()
  const device = await adapter?.requestDevice()
  const gl = new OffscreenCanvas(4, 4).getContext('webgl2')
  return {
    adapter: adapter?.info.architecture ?? null,
    device: device !== undefined,
    webgl2: gl !== null,
    float32: gl?.getExtension('EXT_color_buffer_float') != null,
  }
}

addEventListener('message', async (event: MessageEvent<'devices' | 'keep' | 'drop' | 'nest'>) => {
  if (event.data === 'keep') kept = new Float64Array(1e6).fill(1)
  if (event.data === 'drop') kept = null
  if (event.data === 'nest') {
    const child = new Worker(new URL('./smoke.worker.ts?nested', import.meta.url), { type: 'module' })
    child.postMessage('keep')
    await new Promise(resolve => child.addEventListener('message', resolve, { once: true }))
  }
  postMessage(event.data === 'devices' ? await devices() : (kept?.length ?? 0))
})
