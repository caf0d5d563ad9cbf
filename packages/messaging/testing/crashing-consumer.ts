import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery } from '../bus.ts';
import { silentLog } from '../log.ts';
import { createPostgresBus } from '../postgres/postgres-bus.ts';
import { createRabbitBus } from '../rabbitmq/rabbit-bus.ts';

// A consumer that the contract suite kills: with `hang` it never finishes a message, with `obey` it kills itself
// when a message has the body `kill`, alone or in a batch.
const [queue = '', type = '', mode = ''] = process.argv.slice(2);
const { CRASHING_CONSUMER_POSTGRES_URL: postgresUrl, CRASHING_CONSUMER_RABBITMQ_URL: rabbitUrl } =
  process.env;
// A message is dead after three deaths of its handler: each costs the start of a process.
const retryDelaysMs = [50, 100];
const maxReturns = 3;
// Short, because the tests wait for its expiry.
const leaseMs = 1_500;

const bus = postgresUrl
  ? createPostgresBus({ url: postgresUrl, log: silentLog, leaseMs, retryDelaysMs })
  : await createRabbitBus({
      url: rabbitUrl ?? '',
      log: silentLog,
      retryDelaysMs,
      exchange: 'test.events',
      maxReturns,
    });
await bus.declare({ [queue]: [type] });

async function handle({ id, body }: Delivery): Promise<void> {
  process.stdout.write(`begins ${id}\n`);
  if (mode === 'hang') await new Promise(() => undefined);
  // Long enough for other messages to begin, if there are any.
  await sleep(body === 'kill' ? 60 : 25);
  if (body === 'kill') process.kill(process.pid, 'SIGKILL');
  process.stdout.write(`finishes ${id}\n`);
}
const batch = async (deliveries: readonly Delivery[]) =>
  void (await Promise.all(deliveries.map(handle)));
await bus.subscribe(queue, handle, { batch: mode === 'obey in batches' ? batch : undefined });
