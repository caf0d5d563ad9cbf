export { claimKey, findKey, firstResult, storeKey } from '../postgres/idempotency.ts';
export { createPrismaClient, inTransaction } from './client.ts';
