import { describe } from 'vitest';
import { newViewer } from './fixtures.ts';
import { createMemoryOrderStore } from './memory-order-store.ts';
import { orderStoreContract } from './order-store-contract.ts';
import { placeTestOrder } from './place-test-order.ts';

describe('order store in memory', () => {
  const orders = createMemoryOrderStore();
  orderStoreContract(
    () => ({ orders, due: orders }),
    () => placeTestOrder(orders, newViewer()),
  );
});
