import {
  createPostgresPool,
  createServiceProcess,
  publicKeys,
  readEnv,
  serveSubgraph,
  signingKey,
  withoutPrivateParts,
} from '@shop/service';
import { createContext } from './context.ts';
import { graphEnv } from './env.ts';
import { createPasswordHasher } from './passwords.ts';
import { permissions } from './permissions.ts';
import { createPrisma } from './prisma/client.ts';
import { createUserStore } from './prisma/user-store.ts';
import * as resolvers from './resolvers/index.ts';
import { createSessionIssuer } from './sessions.ts';

const env = readEnv(graphEnv);
const service = createServiceProcess('user', env);

const pool = createPostgresPool(env.USER_DATABASE_URL, service.log);
const prisma = createPrisma(pool);
service.onStop('database', () => pool.end());
service.readyWhen('database', () => pool.query('SELECT 1'));

const accessKeys = env.ACCESS_TOKEN_PRIVATE_KEYS;
service.app.get('/.well-known/jwks.json', (_, response) => {
  response.json(withoutPrivateParts(accessKeys));
});

await serveSubgraph(service, {
  name: 'user',
  resolvers,
  permissions,
  gatewayKeys: publicKeys(env.INTERNAL_TOKEN_PUBLIC_KEYS),
  context: createContext({
    users: (origin) => createUserStore(prisma, origin),
    passwords: createPasswordHasher(),
    sessions: createSessionIssuer(
      signingKey(accessKeys),
      env.ACCESS_TOKEN_ISSUER,
      env.ACCESS_TOKEN_AUDIENCE,
    ),
  }),
});
await service.listen();
