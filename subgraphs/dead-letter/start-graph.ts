import { createBus } from '@shop/messaging';
import { defineService, publicKeys, serveSubgraph } from '@shop/service';
import { createContext } from './context.ts';
import { graphEnv } from './env.ts';
import { createDeadLetterQueues } from './events/dead-letter-queues.ts';
import * as resolvers from './resolvers/index.ts';

/** Starts the graph of dead letters. */
export const startGraph = defineService('dead-letter', graphEnv, async (service, env) => {
  const { log } = service;
  const bus = await createBus(env.bus, log);
  service.onStop('bus', () => bus.close());
  service.readyWhen('bus', () => bus.ping());

  await serveSubgraph(service, {
    name: 'dead-letter',
    resolvers,
    gatewayKeys: publicKeys(env.INTERNAL_TOKEN_PUBLIC_KEYS),
    context: createContext((origin) => createDeadLetterQueues(bus, log, origin)),
  });
});
