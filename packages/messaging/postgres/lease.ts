import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { createBatcher } from '../batcher.ts';
import type { Delivery } from '../bus.ts';
import type { Log } from '../log.ts';
import { anyAbandoned, endLease, removeHandled, renewLease, type takeReady } from './tables.ts';

export type LeaseOptions = {
  readonly pool: pg.Pool;
  readonly log: Log;
  readonly queue: string;
  /** How long a message stays taken without renewal. */
  readonly leaseMs: number;
};

export type Taken = Delivery & { readonly seq: string };

export type Lease = ReturnType<typeof createLease>;

/** The messages that one subscription has taken from its queue. Another may take them once the lease expires. */
export function createLease({ pool, log, queue, leaseMs }: LeaseOptions) {
  const id = randomUUID();
  const removeBatch = createBatcher((seqs: readonly string[]) =>
    pool.query({ ...removeHandled, values: [seqs, id] }),
  );

  return {
    id,
    /** Takes at most `limit` messages, in their order. */
    async take(statement: typeof takeReady, limit: number): Promise<Taken[]> {
      const values = [queue, id, leaseMs, limit];
      const { rows } = await pool.query<Taken>({ ...statement, values });
      return rows.sort((a, b) => Number(a.seq) - Number(b.seq));
    },
    async isAnyAbandoned(): Promise<boolean> {
      const { rows } = await pool.query<{ found: boolean }>({ ...anyAbandoned, values: [queue] });
      return rows[0]?.found ?? false;
    },
    /** Removes a handled message. */
    async remove(seq: string): Promise<void> {
      await removeBatch(seq);
    },
    async renew(seqs: readonly string[]): Promise<void> {
      if (seqs.length === 0) return;
      const failed = (error: Error) => log.debug({ err: error, queue }, 'leases not renewed');
      await pool.query(renewLease, [seqs, id, leaseMs]).catch(failed);
    },
    async giveBack(): Promise<void> {
      const failed = (error: Error) =>
        log.warn({ err: error, queue }, 'messages return when their lease expires');
      await pool.query(endLease, [queue, id]).catch(failed);
      await pool.query(`SELECT pg_notify('bus', $1)`, [queue]).catch(() => undefined);
    },
  };
}
