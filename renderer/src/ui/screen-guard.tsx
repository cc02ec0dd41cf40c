import { Component, type ReactNode } from 'react';

export interface ScreenGuardProps {
  readonly children: ReactNode;
  /** Shown instead of a part that threw; `reset` tries again. */
  readonly fallback: (error: Error, reset: () => void) => ReactNode;
}

/** Keeps a bug in one part of the screen from taking the rest with it. */
export class ScreenGuard extends Component<ScreenGuardProps, { readonly error: Error | null }> {
  override state: { readonly error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    return error === null
      ? this.props.children
      : this.props.fallback(error, () => this.setState({ error: null }));
  }
}
