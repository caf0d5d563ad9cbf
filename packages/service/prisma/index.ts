export { createPrismaClient, inTransaction } from './client.ts';
export { claimKey, findKey, firstResult, storeKey } from './idempotency.ts';
