import { onTestFinished } from 'vitest';
import { json, send, startTestGateway, type TestGateway } from './gateway.ts';

export const sdl = `
  type Query { ping: String }
  type Mutation {
    login(email: String): String
    refreshToken(token: String): String
    rename: String
    placeOrder: String
    addCartLines(input: CartInput!): String
    setCartLines(input: CartInput!): String
  }
  input CartInput { cartToken: String }
`;
/** How often somebody has signed in. */
export const logins = { count: 0 };
export const resolvers = {
  Query: { ping: () => 'pong' },
  Mutation: {
    login: () => `in ${++logins.count}`,
    refreshToken: () => 'new',
    rename: () => 'done',
    placeOrder: () => 'placed',
    addCartLines: () => 'added',
    setCartLines: () => 'set',
  },
};

/** A gateway with these variables until the end of the test. */
export async function start(variables: Record<string, string> = {}): Promise<TestGateway> {
  const gateway = await startTestGateway({ sdl, resolvers, variables });
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
/** The results of doing it so often, one after the other. */
export const repeat = async <T>(times: number, work: () => Promise<T>): Promise<T[]> => {
  const results: T[] = [];
  for (let n = 0; n < times; n++) results.push(await work());
  return results;
};
export const statuses = (replies: readonly { status: number }[]) =>
  replies.map(({ status }) => status);
export const as = (user: string) => ({ authorization: `Bearer ${user}` });
