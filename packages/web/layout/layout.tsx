import type { ReactNode } from 'react';
import { useFormat } from '../messages/format.tsx';
import { useIsWaiting } from '../shop/rate-limit.ts';
import { LanguageChoice } from './language-choice.tsx';
import { useOnline } from './online.ts';
import { useScrollToTop } from './scroll-to-top.ts';

type Props = {
  readonly header: ReactNode;
  readonly footer: string;
  readonly children: ReactNode;
};

/** What every page has around it. */
export function Layout({ header, footer, children }: Props) {
  const { text } = useFormat();
  const isOnline = useOnline();
  useScrollToTop();
  const isWaiting = useIsWaiting();
  return (
    <>
      <a className="skip" href="#content">
        {text('skip')}
      </a>
      {header}
      <div role="status">
        {!isOnline && <p className="banner">{text('offline')}</p>}
        {isWaiting && <p className="banner">{text('busy')}</p>}
      </div>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
      <footer>
        <p>{footer}</p>
        <LanguageChoice />
      </footer>
    </>
  );
}
