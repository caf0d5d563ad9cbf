import { deadLetterRows } from './dead-letter-rows.ts';
import { inventoryRows } from './inventory-rows.ts';
import { orderRows } from './order-rows.ts';
import { productRows } from './product-rows.ts';
import type { Row } from './row.ts';
import { userRows } from './user-rows.ts';
import { webhookRows } from './webhook-rows.ts';

export * from './row.ts';

/** Every root field of the graph. A request with an invalid token is rejected (401), not anonymous. */
export const matrix: readonly Row[] = [
  ...userRows,
  ...productRows,
  ...orderRows,
  ...inventoryRows,
  ...deadLetterRows,
  ...webhookRows,
];
