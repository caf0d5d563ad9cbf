import type { ReactNode } from 'react';
import { useFormat } from '../messages/messages.tsx';
import { useIsWaiting } from '../shop/rate-limit.ts';
import { Header } from './header.tsx';
import { LanguageChoice } from './language-choice.tsx';
import { useOnline } from './online.ts';
import { useScrollToTop } from './scroll-to-top.ts';

/** What every page has around it. */
export function Layout(props: { readonly openCart: () => void; readonly children: ReactNode }) {
  const { text } = useFormat();
  const isOnline = useOnline();
  useScrollToTop();
  const isWaiting = useIsWaiting();
  return (
    <>
      <a className="skip" href="#content">
        {text('skip')}
      </a>
      <Header openCart={props.openCart} />
      <div role="status">
        {!isOnline && <p className="banner">{text('offline')}</p>}
        {isWaiting && <p className="banner">{text('busy')}</p>}
      </div>
      <main id="content" tabIndex={-1}>
        {props.children}
      </main>
      <footer>
        <p>{text('footer')}</p>
        <LanguageChoice />
      </footer>
    </>
  );
}
