import type pg from 'pg';
import type { Message } from '../bus.ts';
import { UnavailableError } from '../errors.ts';
import { sendMessages } from './tables.ts';

/** Stores messages for one queue, all or none. Throws `UnavailableError` when that is not certain. */
export async function sendTo(
  pool: pg.Pool,
  queue: string,
  messages: readonly Message[],
): Promise<void> {
  const sql = 'SELECT FROM bus.binding WHERE queue = $1 LIMIT 1';
  const known = await pool.query(sql, [queue]).catch((cause) => {
    throw new UnavailableError('the bus is unavailable', { cause });
  });
  if (known.rowCount === 0) throw new UnavailableError(`queue ${queue} is missing`);
  try {
    await pool.query(sendMessages, [queue, JSON.stringify(messages)]);
    await pool.query(`SELECT pg_notify('bus', $1)`, [queue]);
  } catch (error) {
    throw new UnavailableError(`${messages.length} messages are not stored`, { cause: error });
  }
}
