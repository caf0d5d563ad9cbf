import type { Origin } from '@shop/schema';
import type { SqlDatabase } from '@shop/service/postgres';
import { createAccountStore } from './account-store.ts';
import { createAddressStore } from './address-store.ts';
import type { Database } from './client.ts';
import { createLoginAttemptStore } from './login-attempt-store.ts';
import { createMailTokenStore } from './mail-token-store.ts';
import { createSessionStore } from './session-store.ts';
import { createUserStore } from './user-store.ts';

/** Creates the stores of this subgraph for changes of `origin`. */
export const createStores = (database: Database, sql: SqlDatabase, origin: Origin) => ({
  users: createUserStore(sql),
  accounts: createAccountStore(database, origin),
  sessions: createSessionStore(database, origin),
  addresses: createAddressStore(database, sql),
  mailTokens: createMailTokenStore(database, origin),
  attempts: createLoginAttemptStore(database),
});
