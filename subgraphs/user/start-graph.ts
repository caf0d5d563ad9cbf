import {
  defineService,
  openDatabase,
  publicKeys,
  serveSubgraph,
  signingKey,
  withoutPrivateParts,
} from '@shop/service';
import { createSqlDatabase } from '@shop/service/postgres';
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

/** Starts the graph of users, with the public keys and the revocations of their access tokens. */
export const startGraph = defineService('user', graphEnv, async (service, env) => {
  const { pool } = openDatabase(service, env.USER_DATABASE_URL);
  const prisma = createPrisma(pool);
  const sql = createSqlDatabase(pool);
  const gatewayKeys = publicKeys(env.INTERNAL_TOKEN_PUBLIC_KEYS);
  const accessKeys = env.ACCESS_TOKEN_PRIVATE_KEYS;

  service.app.get('/.well-known/jwks.json', (_, response) => {
    response.json(withoutPrivateParts(accessKeys));
  });
  serveRevocations(service, gatewayKeys, createRevocationLog(prisma));

  await serveSubgraph(service, {
    name: 'user',
    resolvers,
    permissions,
    gatewayKeys,
    context: createContext({
      stores: (origin) => createStores(prisma, sql, origin),
      passwords: createPasswordHasher(),
      accessTokens: createAccessTokens(
        signingKey(accessKeys),
        env.ACCESS_TOKEN_ISSUER,
        env.ACCESS_TOKEN_AUDIENCE,
      ),
      mailTokenKey: env.MAIL_TOKEN_KEY,
    }),
  });
});
