import { once } from 'node:events';
import { busEnv, defineService, openDatabase, postgresUrl, serviceEnv } from '@shop/service';
import { run } from '@shop/service/run';
import { serveWorker } from '../serve-worker.ts';

// A worker for tests of how a process stops: an event is being handled until the parent sends a message.
const variables = serviceEnv.extend({ IDLE_DATABASE_URL: postgresUrl }).and(busEnv);
const startWorker = defineService('slow', variables, async (service, env) => {
  const database = openDatabase(service, env.IDLE_DATABASE_URL);
  const handle = async () => {
    process.send?.('in progress');
    await once(process, 'message');
  };
  await serveWorker(service, {
    ...{ bus: env.bus, database, publishes: false, retention: [] },
    subscribes: { 'product.stock': () => ({ 'stock.changed.v1': handle }) },
  });
});

run(startWorker());
