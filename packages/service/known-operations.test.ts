import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { expressMiddleware } from '@as-integrations/express5';
import { startTestApp } from '@shop/testing';
import { buildSchema } from 'graphql';
import { expect, it, onTestFinished } from 'vitest';
import { cacheControl } from './cache-control/cache-control.ts';
import { badUserInput } from './errors.ts';
import { formatErrors } from './format-errors.ts';
import { jsonBody } from './json-body.ts';
import { knownOperations } from './known-operations.ts';
import { createLog } from './log.ts';

const sdl = `
  directive @cacheControl(maxAge: Int) on FIELD_DEFINITION | OBJECT
  input Change { text: String! }
  type Query { echo(n: Int!): Int @cacheControl(maxAge: 60), refused: String, plain: String! }
  type Mutation { change(input: Change!): String }
`;

/** Serves a schema at `/graphql`. `executions` counts what Apollo Server has executed, `changes` the mutations that ran. */
async function start() {
  const counts = { executions: 0, changes: 0 };
  const schema = buildSchema(sdl);
  const resolve = (type: string, field: string, resolver: (args: never) => unknown) => {
    const { [field]: one } = (
      schema.getType(type) as unknown as { getFields(): Record<string, { resolve: unknown }> }
    ).getFields();
    if (one) one.resolve = (_: unknown, args: never) => resolver(args);
  };
  resolve('Query', 'echo', ({ n }: { n: number }) => n);
  resolve('Query', 'plain', () => Promise.resolve('plain'));
  resolve('Query', 'refused', () => Promise.reject(badUserInput('No.')));
  resolve('Mutation', 'change', ({ input }: { input: { text: string } }) => {
    counts.changes++;
    return input.text;
  });
  const formatError = formatErrors(createLog('test', 'silent'));
  const contextOf = () => ({});
  const known = knownOperations({ schema, contextOf, formatError });
  const apollo = new ApolloServer({
    ...{ schema, formatError, includeStacktraceInErrorResponses: false },
    plugins: [
      known.plugin,
      cacheControl(),
      ApolloServerPluginCacheControlDisabled(),
      { requestDidStart: async () => void counts.executions++ },
    ],
  });
  await apollo.start();
  const server = await startTestApp(({ app }) => {
    app.use('/graphql', ...jsonBody(10_000), known.handler, expressMiddleware(apollo));
  });
  onTestFinished(server.close);
  onTestFinished(() => apollo.stop());
  const send = async (body: unknown, headers: Readonly<Record<string, string>> = {}) => {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const { status } = response;
    const [type, cached] = ['content-type', 'cache-control'].map((n) => response.headers.get(n));
    return { status, type, cached, body: JSON.parse(await response.text()) };
  };
  return { send, counts };
}

const echo = 'query Echo($n: Int!) { echo(n: $n) }';
const two = 'query A { plain } query B { refused }';

it.each([
  ['a query', { query: echo, variables: { n: 1 } }, 1],
  ['an error beside data', { query: '{ plain refused }' }, 1],
  ['an operation of several', { query: two, operationName: 'B' }, 1],
  [
    'a mutation',
    {
      query: 'mutation ($input: Change!) { change(input: $input) }',
      variables: { input: { text: 'a' } },
    },
    1,
  ],
  ['absent variables', { query: '{ plain }', variables: null, operationName: null }, 1],
  ['a variable of another type', { query: echo, variables: { n: 'x' } }, 2],
  ['variables that are not an object', { query: echo, variables: [1] }, 0],
  ['no operation of this name', { query: two, operationName: 'C' }, 2],
  ['an invalid operation', { query: '{ unknown }' }, 2],
  ['text that is not GraphQL', { query: '{' }, 2],
])('%s has the same response when it is repeated', async (_, body, executions) => {
  const { send, counts } = await start();
  // Makes the texts known that are valid.
  if (executions !== 1 && body.query === echo) await send({ query: echo, variables: { n: 1 } });
  const before = counts.executions;
  const first = await send(body);
  expect(await send(body)).toEqual(first);
  expect(counts.executions - before).toBe(executions);
});

it('a repeated mutation runs again, once', async () => {
  const { send, counts } = await start();
  const body = { query: 'mutation { change(input: { text: "a" }) }' };
  await send(body);
  await send(body);
  expect(counts).toEqual({ executions: 1, changes: 2 });
});

it('a repeated response has the cache control of its operation', async () => {
  const { send } = await start();
  for (const cached of ['max-age=60, public', 'max-age=60, public'])
    expect((await send({ query: '{ echo(n: 1) }' })).cached).toBe(cached);
});

it.each(['{"query":', '"text"', '5', 'null', ''])('the body %s is refused', async (body) => {
  const { send } = await start();
  const plain = await send(body);
  expect(plain.status).toBe(400);
  const other = await send(body, { 'content-type': 'application/json; charset=utf-8' });
  expect(other).toEqual(plain);
});
