/** The mark: the noise ellipse inside the curvature ellipse. */
export function Logo() {
  return (
    <span className="logo">
      <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
        <g transform="rotate(-32 16 16)" fill="none" strokeWidth="2.2">
          <ellipse cx="16" cy="16" rx="14" ry="7.5" stroke="var(--ink)" strokeDasharray="5 2.6" />
          <ellipse cx="16" cy="16" rx="9.5" ry="3.8" stroke="var(--arm-a)" />
        </g>
        <circle cx="16" cy="16" r="1.9" fill="var(--arm-a)" />
      </svg>
      <h1>Noisescope</h1>
    </span>
  )
}
