import { busEnv, defineService, openDatabase, postgresUrl, serviceEnv } from '@shop/service';
import { run } from '@shop/service/run';
import { serveWorker } from '../serve-worker.ts';

// A worker that subscribes to nothing, for tests of how a worker starts and stops.
const variables = serviceEnv.extend({ IDLE_DATABASE_URL: postgresUrl }).and(busEnv);
const startWorker = defineService('idle', variables, async (service, env) => {
  const database = openDatabase(service, env.IDLE_DATABASE_URL);
  await serveWorker(service, { bus: env.bus, database, publishes: false, retention: [] });
});

run(startWorker());
