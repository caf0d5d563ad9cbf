import {
  createPostgresPool,
  createServiceProcess,
  publicKeys,
  readEnv,
  serveSubgraph,
  signingKey,
  withoutPrivateParts,
} from '@shop/service';
import { createAccessTokens } from './access-tokens.ts';
import { createContext } from './context.ts';
import { graphEnv } from './env.ts';
import { createPasswordHasher } from './passwords.ts';
import { permissions } from './permissions.ts';
import { createPrisma } from './prisma/client.ts';
import { createRevocationLog } from './prisma/revocation-log.ts';
import { createStores } from './prisma/stores.ts';
import * as resolvers from './resolvers/index.ts';
import { serveRevocations } from './revocations.ts';

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
const gatewayKeys = publicKeys(env.INTERNAL_TOKEN_PUBLIC_KEYS);
serveRevocations(service, gatewayKeys, createRevocationLog(prisma));

await serveSubgraph(service, {
  name: 'user',
  resolvers,
  permissions,
  gatewayKeys,
  context: createContext({
    stores: (origin) => createStores(prisma, origin),
    passwords: createPasswordHasher(),
    accessTokens: createAccessTokens(
      signingKey(accessKeys),
      env.ACCESS_TOKEN_ISSUER,
      env.ACCESS_TOKEN_AUDIENCE,
    ),
    mailTokenKey: env.MAIL_TOKEN_KEY,
  }),
});
await service.listen();
