import { ApolloServer } from '@apollo/server';
import { expect, it } from 'vitest';
import { formatErrors } from './format-errors.ts';
import { createLog } from './log.ts';

const secret = 'correct-horse-7';
const typeDefs = `
  enum Role { CUSTOMER STAFF }
  input Login { email: String! password: String! }
  type Query { login(input: Login!, role: Role, first: Int! = 1): String broken: String }
`;

const logged: string[] = [];
const apollo = new ApolloServer({
  typeDefs,
  resolvers: {
    Query: {
      login: () => 'ok',
      broken: () => {
        throw new Error('unexpected');
      },
    },
  },
  formatError: formatErrors(
    createLog('test', 'trace', { write: (line) => void logged.push(line) }),
  ),
  includeStacktraceInErrorResponses: false,
});

/** Returns code and message of the first error, and asserts that nothing is logged. */
async function errorOf(query: string, variables: Record<string, unknown> = {}): Promise<string> {
  logged.length = 0;
  const { body } = await apollo.executeOperation({ query, variables });
  const text = JSON.stringify(body);
  expect(text).not.toContain(secret);
  expect(logged).toEqual([]);
  const [error] = body.kind === 'single' ? (body.singleResult.errors ?? []) : [];
  return `${error?.extensions?.['code']} ${error?.message}`;
}

it.each([
  [
    'an argument that graphql-js finds invalid while it executes',
    `query ($e: String = "a") { login(input: { email: $e, password: "${secret}" }) }`,
    { e: null },
    'BAD_USER_INPUT Argument "input" has an invalid value.',
  ],
  [
    'null in a non-null argument',
    'query ($n: Int) { login(input: { email: "a", password: "b" }, first: $n) }',
    { n: null },
    'BAD_USER_INPUT Argument "first" of non-null type "Int!" must not be null.',
  ],
  [
    'null in a condition',
    'query ($y: Boolean = true) { login(input: { email: "a", password: "b" }) @include(if: $y) }',
    { y: null },
    'BAD_USER_INPUT Argument "if" of non-null type "Boolean!" must not be null.',
  ],
  [
    'a variable with a field that does not exist',
    'query ($i: Login!) { login(input: $i) }',
    { i: { email: 'a', password: secret, x: `" at "i"; ${secret}` } },
    'BAD_USER_INPUT Variable "$i" has an invalid value.',
  ],
])(
  '%s is BAD_USER_INPUT, is not logged, and quotes no value',
  async (_, query, variables, expected) => {
    expect(await errorOf(query, variables)).toBe(expected);
  },
);

it.each([
  [`{ login(input: "${secret}") }`, 'Expected value of type "Login!".'],
  [
    `{ login(input: { email: 1, password: 2 }, first: "${secret}") }`,
    'String cannot represent a non string value.',
  ],
  [
    `{ login(input: { email: "a", password: "b" }, first: "${secret}: value: x") }`,
    'Int cannot represent non-integer value.',
  ],
  [
    '{ login(input: { email: "a", password: "b" }, first: 4111111111111111) }',
    'Int cannot represent non 32-bit signed integer value.',
  ],
  [
    `{ login(input: { email: "a", password: "b" }, role: ${secret.replaceAll('-', '_')}) }`,
    'The value does not exist in "Role" enum.',
  ],
  [
    `{ login(input: { email: "a", password: "b" }, role: "${secret}") }`,
    'Enum "Role" cannot represent this value.',
  ],
])('an invalid literal is refused without its value: %s', async (query, message) => {
  const error = await errorOf(query);
  expect(error).toBe(`GRAPHQL_VALIDATION_FAILED ${message}`);
  expect(error).not.toMatch(/correct_horse|4111/);
});

it.each([
  [`{ login(input: { password: "a" "${secret}" }) }`, 'Syntax Error: Expected Name, found String.'],
  [
    `{ login(input: { password: "a" """${secret} "x" """ }) }`,
    'Syntax Error: Expected Name, found BlockString.',
  ],
  ['{ login(input: { password: "a" 4111 }) }', 'Syntax Error: Expected Name, found Int.'],
])('a syntax error does not quote values: %s', async (query, message) => {
  expect(await errorOf(query)).toBe(`GRAPHQL_PARSE_FAILED ${message}`);
});

it('an unexpected error is masked and logged under its id', async () => {
  const { body } = await apollo.executeOperation({ query: '{ broken }' });
  const text = JSON.stringify(body);
  expect(text).toContain('INTERNAL_SERVER_ERROR');
  expect(text).not.toContain('unexpected');
  expect(logged.at(-1)).toContain('unexpected');
});
