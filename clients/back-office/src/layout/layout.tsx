import { Layout as WebLayout } from '@shop/web';
import type { ReactNode } from 'react';
import { useFormat } from '../messages/messages.ts';
import { Header } from './header.tsx';

/** What every page of the back office has around it. */
export function Layout({ children }: { readonly children: ReactNode }) {
  const { text } = useFormat();
  return (
    <WebLayout header={<Header />} footer={text('footer')}>
      {children}
    </WebLayout>
  );
}
