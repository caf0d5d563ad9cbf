import { demoAccounts } from '@shop/schema/demo-accounts';
import { createLog } from '@shop/service';
import { createPool, createSqlDatabase } from '@shop/service/postgres';
import { createVerifiedMailboxes } from './verified-mailboxes.ts';

/** Adds the mailboxes of the demonstration accounts: they are verified without an event. */
export async function seed(databaseUrl: string): Promise<void> {
  const pool = createPool(databaseUrl, createLog('seed', 'silent'));
  try {
    const mailboxes = createVerifiedMailboxes(createSqlDatabase(pool));
    for (const { email } of Object.values(demoAccounts)) await mailboxes.add(email);
  } finally {
    await pool.end();
  }
}
