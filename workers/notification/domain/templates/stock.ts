import type { ShopEvent } from '@shop/schema';
import { plain } from '../plain.ts';
import { mailNotice, smsNotice } from './notice.ts';

type Low = ShopEvent<'stock.low.v1'>;

const headline = ({ data: { sku, available } }: Low): string =>
  available === 0 ? `${plain(sku)} is sold out` : `${plain(sku)} is low: ${available} left`;

/** What staff hears about stock. */
export const stockTemplates = {
  lowMail: (event: Low, to: readonly string[]) =>
    mailNotice(event, 'stock-low', to, headline(event), [
      `Available: ${event.data.available}\nThreshold: ${event.data.threshold}`,
      `Variant ${event.data.variantId}. You hear of it again when it was above the threshold in between.`,
    ]),

  lowSms: (event: Low, to: string) =>
    smsNotice(event, 'stock-low', to, `${headline(event)} (threshold ${event.data.threshold})`),
};
