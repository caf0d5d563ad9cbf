import { setTimeout as sleep } from 'node:timers/promises';
import { silentLog } from '../log.ts';
import { createPostgresBus } from '../postgres/postgres-bus.ts';
import { createRabbitBus } from '../rabbitmq/rabbit-bus.ts';

// A consumer for the contract suite, made to be killed: `hang` never finishes a message, `obey`
// kills itself when a message says so.
const [queue = '', type = '', manner = ''] = process.argv.slice(2);
const { VICTIM_POSTGRES_URL: postgresUrl, VICTIM_RABBITMQ_URL: rabbitUrl } = process.env;
const retryDelaysMs = [50, 100, 150];

const bus = postgresUrl
  ? createPostgresBus({ url: postgresUrl, log: silentLog, leaseMs: 600, retryDelaysMs })
  : await createRabbitBus({
      url: rabbitUrl ?? '',
      log: silentLog,
      retryDelaysMs,
      exchange: 'test.events',
      maxReturns: 5,
    });
await bus.declare({ [queue]: [type] });
await bus.subscribe(queue, async ({ id, body }) => {
  process.stdout.write(`begins ${id}\n`);
  if (manner === 'hang') await new Promise(() => undefined);
  // Long enough for neighbours to begin, if there were any.
  await sleep(body === 'kill' ? 60 : 25);
  if (body === 'kill') process.kill(process.pid, 'SIGKILL');
  process.stdout.write(`finishes ${id}\n`);
});
