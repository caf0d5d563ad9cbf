import type { EventData } from '@shop/schema';
import type { Template } from '../template.ts';
import { singleLine } from '../untrusted-text.ts';

const headline = ({ sku, available }: EventData<'stock.low.v1'>): string =>
  available === 0
    ? `${singleLine(sku)} is sold out`
    : `${singleLine(sku)} is low on stock: ${available} left`;

export const lowStock: Template<'stock.low.v1'> = {
  name: 'stock-low',
  subject: headline,
  body: ({ variantId, available, threshold }) => [
    `Available: ${available}\nThreshold: ${threshold}`,
    `Variant: ${variantId}`,
    'You will be notified again when the stock has risen above the threshold and falls to it once more.',
  ],
  textMessage: (stock) => `${headline(stock)} (threshold ${stock.threshold})`,
};
