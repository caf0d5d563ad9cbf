import { createBus } from '@shop/messaging';
import { defineService, openDatabase, publicKeys, serveSubgraph } from '@shop/service';
import { createSqlDatabase } from '@shop/service/postgres';
import { createContext } from './context.ts';
import { graphEnv } from './env.ts';
import { createBindEvents } from './events/bind-events.ts';
import { createStores } from './prisma/stores.ts';
import * as resolvers from './resolvers/index.ts';
import { createTargets } from './sending/targets.ts';

/** Starts the graph of webhooks. It has the bus only to bind the events that a new endpoint wants. */
export const startGraph = defineService('webhook', graphEnv, async (service, env) => {
  const { pool } = openDatabase(service, env.WEBHOOK_DATABASE_URL);
  const database = createSqlDatabase(pool);
  const bus = await createBus(env.bus, service.log);
  service.onStop('bus', () => bus.close());

  await serveSubgraph(service, {
    name: 'webhook',
    resolvers,
    gatewayKeys: publicKeys(env.INTERNAL_TOKEN_PUBLIC_KEYS),
    context: createContext({
      ...createStores(database),
      faultOf: createTargets(env.WEBHOOK_ALLOWED_NETWORKS).faultOf,
      bind: createBindEvents(bus),
      secretKey: env.WEBHOOK_SECRET_KEY,
    }),
  });
});
