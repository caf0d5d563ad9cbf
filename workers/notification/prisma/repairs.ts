import { createSqlDatabase, type Pool } from '@shop/service/postgres';
import { createVerifiedMailboxes } from './verified-mailboxes.ts';

/** Creates the repairs of notifications that operators run. Each returns how many rows it has repaired. */
export function createNotificationRepairs(pool: Pool) {
  const sql = createSqlDatabase(pool);
  return {
    /** Allows another attempt for the messages of an event that failed or have no recorded outcome. */
    allowResend: async (eventId: string): Promise<number> =>
      sql.$executeRaw`
        UPDATE deliveries SET status = 'RETRY', updated_at = now()
        WHERE event_id = ${eventId}::uuid AND status IN ('SENDING', 'FAILED', 'RETRY')`,

    /** Records that the messages of an event were sent, as the log of the mail server shows. */
    markSent: async (eventId: string): Promise<number> =>
      sql.$executeRaw`
        UPDATE deliveries SET status = 'SENT', sent_at = updated_at, error = NULL, updated_at = now()
        WHERE event_id = ${eventId}::uuid AND status IN ('SENDING', 'FAILED', 'RETRY')`,

    /** Records that an account has verified this e-mail address. */
    async verifyMailbox(email: string): Promise<number> {
      await createVerifiedMailboxes(sql).add(email);
      return 1;
    },
  };
}
