import { createBus, createEventMeter, createRelay, declareAll } from '@shop/messaging';
import { createServiceProcess, readEnv, retentionOf } from '@shop/service';
import { workerEnv } from './env.ts';

const env = readEnv(workerEnv);
const service = createServiceProcess('user-worker', env);
const { log } = service;
const meter = createEventMeter(service.metrics);

const bus = await createBus({
  rabbitmqUrl: env.RABBITMQ_URL,
  busDatabaseUrl: env.BUS_DATABASE_URL,
  log,
});
service.onStop('bus', () => bus.close());
service.readyWhen('bus', () => bus.ping());
await declareAll(bus);

const relay = createRelay({
  databaseUrl: env.USER_DATABASE_URL,
  bus,
  log,
  meter,
  retention: retentionOf(env),
});
service.readyWhen('database', () => relay.lag());
await relay.start();
service.onStop('relay', () => relay.stop());
await service.listen();
