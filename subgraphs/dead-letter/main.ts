import { createBus } from '@shop/messaging';
import { createServiceProcess, publicKeys, readEnv, serveSubgraph } from '@shop/service';
import { createContext } from './context.ts';
import { graphEnv } from './env.ts';
import { createDeadLetterQueues } from './events/dead-letter-queues.ts';
import * as resolvers from './resolvers/index.ts';

const env = readEnv(graphEnv);
const service = createServiceProcess('dead-letter', env);
const { log } = service;

const bus = await createBus({
  rabbitmqUrl: env.RABBITMQ_URL,
  busDatabaseUrl: env.BUS_DATABASE_URL,
  log,
});
service.onStop('bus', () => bus.close());
service.readyWhen('bus', () => bus.ping());

await serveSubgraph(service, {
  name: 'dead-letter',
  resolvers,
  gatewayKeys: publicKeys(env.INTERNAL_TOKEN_PUBLIC_KEYS),
  context: createContext((origin) => createDeadLetterQueues(bus, log, origin)),
});
await service.listen();
