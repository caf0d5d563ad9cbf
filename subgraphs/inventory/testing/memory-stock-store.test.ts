import { describe } from 'vitest';
import { createMemoryStockStore } from './memory-stock-store.ts';
import { stockStoreCases } from './stock-store-cases.ts';

describe('the stock store in memory', () => {
  const { store } = createMemoryStockStore();
  stockStoreCases(() => store);
});
