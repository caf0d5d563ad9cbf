import { Layout as WebLayout } from '@shop/web';
import type { ReactNode } from 'react';
import './header.css';
import { useFormat } from '../messages/messages.ts';
import { Header } from './header.tsx';

/** What every page of the shop has around it. */
export function Layout(props: { readonly openCart: () => void; readonly children: ReactNode }) {
  const { text } = useFormat();
  return (
    <WebLayout header={<Header openCart={props.openCart} />} footer={text('footer')}>
      {props.children}
    </WebLayout>
  );
}
