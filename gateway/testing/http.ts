import { onTestFinished } from 'vitest';
import { startTestGateway } from './gateway.ts';

/** What an unexpected error says; no client may see it. */
export const inside = 'connect to postgres://shop:secret@db failed';

/** How often the test shop has changed something. */
export const changes = { count: 0 };

export const shop = {
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
        throw new Error(inside);
      },
    },
    Mutation: { rename: () => ({ id: String(++changes.count) }) },
  },
};

export const production = { NODE_ENV: 'production' };

/** A gateway with these variables until the end of the test. */
export async function start(variables: Readonly<Record<string, string>> = {}) {
  const gateway = await startTestGateway({ ...shop, variables });
  onTestFinished(gateway.stop);
  return gateway;
}
