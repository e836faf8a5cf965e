/**
 * What the built page may do, whatever its host says: run its own scripts and WebAssembly, and talk to nobody else. Styles in
 * elements are allowed, since charts and controls place themselves by them.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data: blob:",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** Plugin that writes the policy into the head of the built page. The server of the sources puts scripts into the page itself. */
export function policy() {
  const meta = { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY }, injectTo: 'head-prepend' }
  return { name: 'policy', apply: 'build', transformIndexHtml: () => [meta] }
}
