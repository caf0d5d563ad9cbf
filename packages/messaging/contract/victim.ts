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
  process.stdout.write(`${id}\n`);
  if (manner === 'hang') await new Promise(() => undefined);
  if (body === 'kill') process.kill(process.pid, 'SIGKILL');
});
