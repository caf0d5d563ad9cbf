import {
  consume,
  createBus,
  createEventMeter,
  createRelay,
  declareAll,
  watchFigures,
} from '@shop/messaging';
import {
  createCleaner,
  createPostgresPool,
  createServiceProcess,
  readEnv,
  repeat,
  retentionOf,
} from '@shop/service';
import { sweepOrders } from './domain/sweep-orders.ts';
import { workerEnv } from './env.ts';
import { availabilityHandlers, catalogueHandlers, stockHandlers } from './events/handlers.ts';
import { createPrisma } from './prisma/client.ts';
import { createInbox } from './prisma/inbox.ts';
import { kept } from './prisma/kept.ts';
import { createOrderFigures, orderFigures } from './prisma/order-figures.ts';
import { createDueOrders, createOrderStore } from './prisma/order-store.ts';

/** Payments without an answer, refunds and deadlines are looked after so often. */
const sweepMs = 5_000;

const env = readEnv(workerEnv);
const service = createServiceProcess('order-worker', env);
const { log } = service;
const meter = createEventMeter(service.metrics);

const pool = createPostgresPool(env.ORDER_DATABASE_URL, log);
const prisma = createPrisma(pool);
const once = createInbox(prisma);
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
  databaseUrl: env.ORDER_DATABASE_URL,
  bus,
  log,
  meter,
  retention: retentionOf(env),
  alsoClean: createCleaner(
    pool,
    kept({
      carts: env.CART_RETENTION_DAYS,
      keys: env.IDEMPOTENCY_RETENTION_DAYS,
      testCharges: env.TEST_PROVIDER_RETENTION_DAYS,
    }),
  ),
});
await relay.start();
service.onStop('relay', () => relay.stop());

await consume(bus, 'order.catalogue', catalogueHandlers(once('order.catalogue')), { log, meter });
await consume(
  bus,
  'order.stock',
  stockHandlers(once('order.stock'), env.PAYMENT_WINDOW_MINUTES * 60_000),
  { log, meter },
);

const pendingMs = env.PENDING_MINUTES * 60_000;
watchFigures(service.metrics, orderFigures, createOrderFigures(prisma, pendingMs));
const parts = {
  orders: createOrderStore(prisma),
  due: createDueOrders(prisma),
  payments: env.payments.create(prisma),
  pendingMs,
  report: (error: unknown, id: string) =>
    log.error({ err: error, id }, 'not swept, tried again later'),
};
const sweep = repeat('sweep', sweepMs, () => sweepOrders(parts), log);
service.onStop('sweep', () => sweep.stop());
const availability = availabilityHandlers(once('order.availability'));
await consume(bus, 'order.availability', availability, { log, meter });
await service.listen();
