import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Delivery } from '../bus.ts';
import type { Log } from '../log.ts';
import { anyAbandoned, endLease, exchange, renewLease, takeAbandoned } from './tables.ts';

export type LeaseOptions = {
  readonly pool: pg.Pool;
  readonly log: Log;
  readonly queue: string;
  /** How long a message stays taken without renewal. */
  readonly leaseMs: number;
  /** Reports that a handled message waits to be removed. */
  readonly onHandled: () => void;
};

export type Taken = Delivery & { readonly seq: string };

export type Lease = ReturnType<typeof createLease>;

type Handled = {
  readonly seq: string;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
};

/** The messages that one subscription has taken from its queue. Another may take them once the lease expires. */
export function createLease({ pool, log, queue, leaseMs, onHandled }: LeaseOptions) {
  const id = randomUUID();
  let handled: Handled[] = [];

  /** Removes handled messages and takes at most `limit`, in their order. */
  async function exchangeUpTo(limit: number): Promise<Taken[]> {
    const removing = handled;
    handled = [];
    const seqs = removing.map(({ seq }) => seq);
    try {
      const values = [queue, id, leaseMs, limit, seqs];
      const { rows } = await pool.query<Taken>({ ...exchange, values });
      for (const { resolve } of removing) resolve();
      return rows.sort((a, b) => Number(a.seq) - Number(b.seq));
    } catch (error) {
      for (const { reject } of removing) reject(error);
      throw error;
    }
  }

  return {
    id,
    exchange: exchangeUpTo,
    /** The number of handled messages that wait to be removed. */
    handled: () => handled.length,
    /** Takes a message whose handler died with its process. */
    async takeAbandoned(): Promise<Taken | undefined> {
      const { rows } = await pool.query<Taken>({ ...takeAbandoned, values: [queue, id, leaseMs] });
      return rows[0];
    },
    async isAnyAbandoned(): Promise<boolean> {
      const { rows } = await pool.query<{ found: boolean }>({ ...anyAbandoned, values: [queue] });
      return rows[0]?.found ?? false;
    },
    /** Removes a handled message with the next exchange. */
    remove: (seq: string): Promise<void> =>
      new Promise((resolve, reject) => {
        handled.push({ seq, resolve, reject });
        onHandled();
      }),
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
