import { Component, type ReactNode } from 'react';
import { useLocation } from 'react-router';
import { PageFailure } from './page-failure.tsx';

type Props = {
  /** Whether the rest of the page stays when its children fail: then it is never reloaded unasked. */
  readonly isPart?: boolean;
  readonly children: ReactNode;
};
type State = { readonly error?: Error | undefined };

class Boundary extends Component<Props & { readonly visit: string }, State> {
  override state: State = {};

  static getDerivedStateFromError = (error: Error): State => ({ error });

  readonly reset = () => this.setState({ error: undefined });

  override componentDidUpdate({ visit }: Boundary['props']): void {
    if (this.state.error && visit !== this.props.visit) this.reset();
  }

  override render(): ReactNode {
    const { isPart = false, children } = this.props;
    const { error } = this.state;
    return error ? <PageFailure error={error} isPart={isPart} again={this.reset} /> : children;
  }
}

/** Shows a message in place of children that fail or cannot be loaded, until another page is opened. */
export const ErrorBoundary = (props: Props) => <Boundary visit={useLocation().key} {...props} />;
