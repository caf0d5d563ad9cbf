import { errors, key, type Row, staff, text } from './row.ts';

export const inventoryRows: readonly Row[] = [
  {
    field: 'Mutation.receiveStock',
    select: ({ variantId }) =>
      `receiveStock(input: { variantId: ${text(variantId)}, quantity: 1, reason: "test", idempotencyKey: ${key()} }) ${errors}`,
    expected: staff,
  },
  {
    field: 'Mutation.adjustStock',
    select: ({ variantId }) =>
      `adjustStock(input: { variantId: ${text(variantId)}, delta: 1, reason: "test", idempotencyKey: ${key()} }) ${errors}`,
    expected: staff,
  },
  {
    field: 'Mutation.setLowStockThreshold',
    select: ({ variantId }) =>
      `setLowStockThreshold(input: { variantId: ${text(variantId)}, threshold: 5 }) ${errors}`,
    expected: staff,
  },
  {
    field: 'Query.stock',
    select: ({ variantId }) => `stock(variantId: ${text(variantId)}) { onHand }`,
    expected: staff,
  },
  {
    field: 'Query.stockItems',
    select: () => 'stockItems(first: 1) { nodes { onHand } }',
    expected: staff,
  },
];
