import { MoreMessages, useFormat } from '@shop/web';
import type { ReactNode } from 'react';
import de from '../messages/paymentMethods.de.json';
import en from '../messages/paymentMethods.en.json';

/** Provides the messages about saved cards. */
export function CardMessages({ children }: { readonly children: ReactNode }) {
  const { language } = useFormat();
  return <MoreMessages messages={language === 'de' ? de : en}>{children}</MoreMessages>;
}
