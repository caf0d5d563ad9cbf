import { publishOutbox } from '@shop/messaging';
import { guards } from '../doctor/guards.ts';
import { parseQueue, UsageError } from '../events/arguments.ts';
import type { Repair } from './repair-context.ts';

export const eventRepairs: Readonly<Record<string, Repair>> = {
  'publish-outbox': {
    takes: ['<service>'],
    does: 'publishes what waits in the outbox of a service',
    run: ({ pool, bus }, [service = '']) => publishOutbox(pool(service), bus),
  },
  'skip-event': {
    takes: ['<queue>', '<event id>'],
    does: 'records an event as handled that is never to be, such as a dead letter that was purged',
    async run({ pool }, [name, id]) {
      const queue = parseQueue(name);
      const { rowCount } = await pool(queue.split('.')[0] ?? '').query(
        'INSERT INTO inbox (queue, event_id) VALUES ($1, $2) ON CONFLICT DO NOTHING',
        [queue, id],
      );
      return rowCount ?? 0;
    },
  },
  'restore-guard': {
    takes: ['<service>', '<name>'],
    does: 'adds a constraint or index again that guards an invariant',
    async run({ pool }, [service = '', name = '']) {
      const guard = guards.find((one) => one.database === service && one.name === name);
      if (!guard) throw new UsageError(`${service} has no guard ${name}.`);
      // An index that was not finished is in the way.
      if (guard.sql.startsWith('CREATE')) await pool(service).query(`DROP INDEX IF EXISTS ${name}`);
      await pool(service).query(guard.sql);
      return 1;
    },
  },
};
