import { describe } from 'vitest';
import { createMemoryStockStore } from './memory-stock-store.ts';
import { stockStoreContract } from './stock-store-contract.ts';

describe('the stock store in memory', () => {
  const { store } = createMemoryStockStore();
  stockStoreContract(() => store);
});
