import { publishesEvents } from '@shop/schema';
import { services } from '../../postgres/databases.ts';
import { type Check, repair } from '../check.ts';

type Stuck = { readonly n: number; readonly since: string };

/** Every event leaves its outbox. */
export const outboxes: Check = {
  name: 'outboxes',
  rule: 'An event is published within a minute.',
  async *find({ database }) {
    for (const service of services.filter(publishesEvents)) {
      const rows = database(service).rows<Stuck>(
        `SELECT count(*)::int AS n, min(created_at)::text AS since FROM outbox
         WHERE published_at IS NULL AND created_at < now() - interval '1 minute' HAVING count(*) > 0`,
      );
      for await (const { n, since } of rows) {
        yield {
          subject: service,
          fault: `${n} events of ${service} are not published, the first since ${since}: its worker or the bus is unavailable.`,
          repair: repair('publish-outbox', service),
        };
      }
    }
  },
};
