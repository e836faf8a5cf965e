/** Keeps a part of the page that breaks from taking the rest along. Wrap what is fetched later in it. */
import { Component, type ReactNode } from 'react'

interface Props {
  /** Told what broke. */
  readonly onError?: (error: Error) => void
  /** Shown instead. */
  readonly instead?: ReactNode
  readonly children: ReactNode
}

/** Keeps what breaks inside it, code that cannot be fetched included, from taking the page along. */
export class Boundary extends Component<Props, { broken: boolean }> {
  override state = { broken: false }

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true }
  }

  override componentDidCatch(error: Error): void {
    this.props.onError?.(error)
  }

  override render(): ReactNode {
    return this.state.broken ? this.props.instead : this.props.children
  }
}
