import type { SqlClient } from '@shop/service/postgres';
import { mailboxOf, type VerifiedMailboxes } from '../domain/mail-limit.ts';

/** The verified mailboxes in PostgreSQL. */
export const createVerifiedMailboxes = (database: SqlClient): VerifiedMailboxes => ({
  async add(address) {
    await database.$executeRaw`
      INSERT INTO verified_mailboxes (mailbox) VALUES (${mailboxOf(address)}) ON CONFLICT DO NOTHING`;
  },
});
