/** The page's end of a worker that answers one request at a time with a text, or with an error: `ask(request)` on the page's globals. */
export function serveAsk(worker: Worker): void {
  const ask = (request: unknown) =>
    new Promise<string>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<string | { readonly error: string }>) =>
        typeof data === 'string' ? resolve(data) : reject(new Error(data.error))
      worker.onerror = event => reject(new Error(event.message))
      worker.postMessage(request)
    })
  Object.assign(globalThis, { ask })
}
