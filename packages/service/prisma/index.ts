export { createPrismaClient, inTransaction } from './client.ts';
export { claimKey, findKey, storeKey } from './idempotency.ts';
