import { consume, createBus, createEventMeter, createRelay, declareAll } from '@shop/messaging';
import {
  createCleaner,
  createPostgresPool,
  createServiceProcess,
  keptKeys,
  readEnv,
  retentionOf,
} from '@shop/service';
import { workerEnv } from './env.ts';
import { stockHandlers } from './events/handlers.ts';
import { createPrisma } from './prisma/client.ts';
import { createInbox } from './prisma/inbox.ts';

const env = readEnv(workerEnv);
const service = createServiceProcess('product-worker', env);
const { log } = service;
const meter = createEventMeter(service.metrics);

const pool = createPostgresPool(env.PRODUCT_DATABASE_URL, log);
const once = createInbox(createPrisma(pool));
service.onStop('database', () => pool.end());
service.readyWhen('database', () => pool.query('SELECT 1'));

const bus = await createBus({
  rabbitmqUrl: env.RABBITMQ_URL,
  busDatabaseUrl: env.BUS_DATABASE_URL,
  log,
});
service.onStop('bus', () => bus.close());
service.readyWhen('bus', () => bus.ping());
await declareAll(bus);

const relay = createRelay({
  databaseUrl: env.PRODUCT_DATABASE_URL,
  bus,
  log,
  meter,
  retention: retentionOf(env),
  alsoClean: createCleaner(pool, [keptKeys(env.IDEMPOTENCY_RETENTION_DAYS)]),
});
await relay.start();
service.onStop('relay', () => relay.stop());
await consume(bus, 'product.stock', stockHandlers(once('product.stock')), { log, meter });
await service.listen();
