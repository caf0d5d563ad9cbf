import { describe } from 'vitest';
import { createMemoryOrders } from './memory-orders.ts';
import { orderStoreCases } from './order-store-cases.ts';
import { place } from './placing.ts';

describe('the order store in memory', () => {
  const orders = createMemoryOrders();
  orderStoreCases(
    () => ({ orders, due: orders }),
    () => place(orders),
  );
});
