import type { StockItemFragment } from './generated/stock.ts';

/** Returns the title of a stock's product and variant; nothing for a variant that the catalogue does not have. */
export const stockTitle = ({ variant }: Pick<StockItemFragment, 'variant'>): string =>
  [variant?.product?.title, variant?.title].filter(Boolean).join(' – ');
