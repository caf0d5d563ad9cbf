import type { ReactNode } from 'react';
import { useFormat } from '../messages/format.tsx';
import { useWait } from '../shop/rate-limit.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { LanguageChoice } from './language-choice.tsx';
import { OfflineBanner } from './offline-banner.tsx';
import { useScrollToTop } from './scroll-to-top.ts';

type Props = {
  readonly header: ReactNode;
  readonly footer: string;
  readonly children: ReactNode;
};

/** What every page has around it. */
export function Layout({ header, footer, children }: Props) {
  const { text } = useFormat();
  useScrollToTop();
  const seconds = useWait();
  return (
    <>
      <a className="skip" href="#content">
        {text('skip')}
      </a>
      {header}
      <div role="status">
        <OfflineBanner />
        {seconds > 0 && <p className="banner">{text('busy', { seconds })}</p>}
      </div>
      <main id="content" tabIndex={-1}>
        <ErrorBoundary>{children}</ErrorBoundary>
      </main>
      <footer>
        <p>{footer}</p>
        <LanguageChoice />
      </footer>
    </>
  );
}
