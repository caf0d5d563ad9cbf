import { shortText, validate } from '@shop/domain';
import { z } from 'zod';
import type { StockFilter } from './ports.ts';

const stockItemsInput = z.object({
  filter: z
    .object({
      lowStock: z.boolean().nullish(),
      removed: z.boolean().nullish(),
      skuPrefix: shortText(64).nullish(),
      /** Deprecated. */
      sku: shortText(64).nullish(),
    })
    .nullish(),
});

/** Parses the filter of a list of stock. Refuses INVALID_VALUE. */
export function parseStockFilter(input: z.input<typeof stockItemsInput>): StockFilter {
  const { lowStock, removed, skuPrefix, sku } = validate(stockItemsInput, input).filter ?? {};
  return {
    lowStock: lowStock ?? undefined,
    removed: removed ?? undefined,
    sku: skuPrefix ?? sku ?? undefined,
  };
}
