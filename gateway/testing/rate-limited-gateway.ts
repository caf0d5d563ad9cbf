import { onTestFinished } from 'vitest';
import { json, send } from './send-request.ts';
import { startTestGateway, type TestGateway } from './test-gateway.ts';

/** Counts the registrations that the subgraph has run. */
export const registrations = { count: 0 };

/** Counts the orders that the subgraph has placed. */
export const placedOrders = { count: 0 };

export const credentialSubgraph = {
  sdl: `
    type Query { ping: String, items(first: Int): Items }
    type Items { nodes: [Item!] }
    type Item { id: ID }
    type Mutation {
      register(email: String): String
      login: String
      resetPassword(token: String): String
      applyVoucher(code: String): String
      rename: String
      payOrder(input: PayInput!): String
      placeOrder: String
      addCartLines(input: CartInput!): String
      setCartLines(input: CartInput!): String
    }
    input PayInput { giftCardCode: String }
    input CartInput { cartToken: String }
  `,
  resolvers: {
    Query: { ping: () => 'pong' },
    Mutation: {
      login: () => 'in',
      register: () => `in ${++registrations.count}`,
      resetPassword: () => 'new',
      applyVoucher: () => 'applied',
      rename: () => 'done',
      payOrder: () => 'paid',
      placeOrder: () => `placed ${++placedOrders.count}`,
      addCartLines: () => 'added',
      setCartLines: () => 'set',
    },
  },
};

/** Starts a gateway with these variables, which stops at the end of the test. */
export async function startRateLimitedGateway(
  variables: Record<string, string> = {},
): Promise<TestGateway> {
  const gateway = await startTestGateway({ ...credentialSubgraph, variables });
  onTestFinished(gateway.stop);
  return gateway;
}

export const ping = ({ url }: TestGateway, headers: Record<string, string> = {}) =>
  send(url, json({ query: '{ ping }' }, headers));

export const run = (
  { url }: TestGateway,
  query: string,
  headers: Record<string, string> = {},
  variables: Record<string, unknown> = {},
) => send(url, json({ query, variables }, headers));

/** Runs the work this number of times, one after the other, and returns the results. */
export const repeat = async <T>(times: number, work: () => Promise<T>): Promise<T[]> => {
  const results: T[] = [];
  for (let n = 0; n < times; n++) results.push(await work());
  return results;
};

export const statuses = (replies: readonly { status: number }[]) =>
  replies.map(({ status }) => status);

export const as = (user: string) => ({ authorization: `Bearer ${user}` });
