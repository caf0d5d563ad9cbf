import { constraint, isId, refuse } from '@shop/domain';
import { assignRow, fromRow, insertRows, type Row, type SqlDatabase } from '@shop/service/postgres';
import { endpointNotFound, type WebhookEndpoint } from '../domain/endpoint.ts';
import type { EndpointStore } from '../domain/ports.ts';
import { parkWaiting } from './park-waiting.ts';

/** Each event is compared with each endpoint, and each endpoint may have several attempts at once. */
const maxEndpoints = 20;

/** Serialises registrations, so that two do not pass the limit together. */
const registering = 7_305_510;

/** Creates the endpoints on plain SQL. */
export const createEndpointStore = (database: SqlDatabase): EndpointStore => ({
  all: async () => read(await database.$queryRaw<Row[]>`SELECT * FROM endpoints ORDER BY id`),

  byId: async (id) => (await find(database, id, ''))[0],

  add: (endpoint) =>
    database.transaction(async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${registering}::bigint)`;
      // A statement of its own sees what the last registration has saved.
      const [row] = await tx.$queryRaw<
        { count: number }[]
      >`SELECT count(*)::int AS count FROM endpoints`;
      if ((row?.count ?? 0) >= maxEndpoints) {
        const message = `At most ${maxEndpoints} webhook endpoints can be registered.`;
        refuse('LIMIT_REACHED', message, undefined, constraint('TOO_MANY', maxEndpoints));
      }
      const values: unknown[] = [];
      for (const text of insertRows('endpoints', [endpoint], parameterOf(values)))
        await tx.query(text, values);
      return endpoint;
    }),

  update: (id, decide) =>
    database.transaction(async (tx) => {
      const [before = endpointNotFound()] = await find(tx, id, 'FOR UPDATE');
      const next = decide(before);
      if (next === before) return before;
      const values: unknown[] = [];
      const parameter = parameterOf(values);
      const assignments = assignRow('endpoints', next, parameter);
      await tx.query(`UPDATE endpoints SET ${assignments} WHERE id = ${parameter(id)}`, values);
      if (next.status !== before.status) await parkWaiting(tx, id, next.disabledReason);
      return next;
    }),

  async remove(id) {
    const count =
      isId(id) && (await database.$executeRaw`DELETE FROM endpoints WHERE id = ${id}::uuid`);
    if (!count) endpointNotFound();
  },
});

const read = (rows: readonly Row[]): WebhookEndpoint[] => rows.map((row) => fromRow(row));

async function find(
  database: SqlDatabase,
  id: string,
  lock: '' | 'FOR UPDATE',
): Promise<WebhookEndpoint[]> {
  if (!isId(id)) return [];
  return read(await database.query<Row>(`SELECT * FROM endpoints WHERE id = $1 ${lock}`, [id]));
}

const parameterOf = (values: unknown[]) => (value: unknown) => `$${values.push(value)}`;
