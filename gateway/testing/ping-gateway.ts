import { onTestFinished } from 'vitest';
import { startTestGateway } from './test-gateway.ts';

/** The message of an unexpected error; no client may see it. */
const internalMessage = 'connect to postgres://shop:secret@db failed';
/** The same in the log, which has no credentials. */
export const loggedMessage = 'connect to postgres://[redacted]@db failed';

/** Counts the mutations that the subgraph has run. */
export const changes = { count: 0 };

export const pingSubgraph = {
  sdl: `
    type Query { ping: String, product(id: ID!, kind: Kind): Product, broken: String }
    type Mutation { rename(name: String): Product }
    enum Kind { SHIRT, SHOE }
    type Product { id: ID, name: String, similar: [Product] }
  `,
  resolvers: {
    Query: {
      ping: () => 'pong',
      product: () => ({ id: '1', name: 'Tee' }),
      broken: () => {
        throw new Error(internalMessage);
      },
    },
    Mutation: { rename: () => ({ id: String(++changes.count) }) },
  },
};

export const production = { NODE_ENV: 'production' };

/** Starts a gateway with these variables, which stops at the end of the test. */
export async function startPingGateway(variables: Readonly<Record<string, string>> = {}) {
  const gateway = await startTestGateway({ ...pingSubgraph, variables });
  onTestFinished(gateway.stop);
  return gateway;
}
