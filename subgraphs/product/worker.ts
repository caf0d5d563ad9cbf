import { createBus, createRelay, declareAll } from '@shop/messaging';
import { createServiceProcess, readEnv } from '@shop/service';
import { workerEnv } from './env.ts';

const env = readEnv(workerEnv);
const service = createServiceProcess('product-worker', env);
const { log } = service;

const bus = await createBus({
  rabbitmqUrl: env.RABBITMQ_URL,
  busDatabaseUrl: env.BUS_DATABASE_URL,
  log,
});
service.onStop('bus', () => bus.close());
await declareAll(bus);

const relay = createRelay({ databaseUrl: env.PRODUCT_DATABASE_URL, bus, log });
await relay.start();
service.onStop('relay', () => relay.stop());
await service.listen();
