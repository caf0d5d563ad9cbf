import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { compileOperation } from './compile-operation.ts';
import { ProblemError } from './errors.ts';
import { type RequestParts, readVariables } from './read-variables.ts';

const schema = buildSchema(`
  enum Size { S M }
  input Range { min: Int max: Int currency: String! }
  input Line { sku: ID! quantity: Int! }
  input Change {
    orderId: ID! lines: [Line!]! note: String expectedVersion: Int idempotencyKey: String! orderToken: String
  }
  type Result { ok: Boolean }
  type Query {
    find(text: String, sizes: [Size!], price: Range, first: Int, isNew: Boolean, id: ID): Result
  }
  type Mutation { change(input: Change!): Result plain(input: Line!): Result }
`);
const find = compileOperation(
  schema,
  { path: '/things/{id}' } as never,
  `query Find($id: ID!, $text: String, $sizes: [Size!], $price: Range, $first: Int, $isNew: Boolean! = false) {
     find(id: $id, text: $text, sizes: $sizes, price: $price, first: $first, isNew: $isNew) { ok } }`,
);
const change = compileOperation(
  schema,
  { path: '/orders/{orderId}' } as never,
  'mutation Change($input: Change!) { change(input: $input) { ok } }',
);
const plain = compileOperation(
  schema,
  { path: '/lines' } as never,
  'mutation Plain($input: Line!) { plain(input: $input) { ok } }',
);

const request = (parts: Partial<RequestParts>, headers: Record<string, string> = {}) => ({
  path: { id: 'a', orderId: 'o' },
  search: '',
  body: {},
  header: (name: string) => headers[name],
  ...parts,
});

function problemOf(run: () => unknown) {
  try {
    run();
  } catch (error) {
    if (error instanceof ProblemError) return error.problem;
    throw error;
  }
  throw new Error('no problem');
}

describe('a query string', () => {
  const read = (search: string) => readVariables(find, request({ search }));
  const faults = (search: string) => problemOf(() => read(search)).errors;

  it('has texts, numbers, truth values, lists and objects', () => {
    const search = 'text=12&first=5&isNew=true&sizes=S&sizes=M&price[min]=1&price[currency]=EUR';
    expect(read(search)).toEqual({
      id: 'a',
      text: '12',
      first: 5,
      isNew: true,
      sizes: ['S', 'M'],
      price: { min: 1, currency: 'EUR' },
    });
    expect(read('')).toEqual({ id: 'a' });
  });

  it.each([
    ['first=abc', { parameter: 'first', detail: 'Expected type "Int".' }],
    ['first=', { parameter: 'first', detail: 'Expected type "Int".' }],
    ['first=5000000000', { parameter: 'first', detail: 'Expected type "Int".' }],
    [
      'first=1&first=2',
      { parameter: 'first', detail: 'This query parameter must not be repeated.' },
    ],
    ['isNew=yes', { parameter: 'isNew', detail: 'Expected type "Boolean!".' }],
    ['sizes=S&sizes=XL', { parameter: 'sizes', detail: 'Expected type "Size!".' }],
    [
      'price[min]=1',
      {
        parameter: 'price',
        detail: 'Field "currency" of required type "String!" was not provided.',
      },
    ],
    ['text=%E0%A4%A', { detail: 'The percent-encoding of the query string is broken.' }],
  ])('%s is refused with its name, and without its value', (search, expected) => {
    expect(faults(search)).toContainEqual(expected);
  });

  it.each(['txet=a', 'price=5', 'price[mni]=5', 'id=b', '__proto__=x'])(
    'a name that is not known is refused, with those that are: %s',
    (search) => {
      expect(faults(search)?.[0]?.detail).toContain('Known are: text, sizes, price[min]');
    },
  );
});

describe('a body', () => {
  const headers = { 'If-Match': '"4"', 'Idempotency-Key': '"my key 1"', 'Order-Token': 'token' };
  const body = { lines: [{ sku: 'a', quantity: 1 }] };

  it('is the input together with the path and the headers', () => {
    expect(readVariables(change, request({ body }, headers))).toEqual({
      input: {
        ...body,
        orderId: 'o',
        expectedVersion: 4,
        idempotencyKey: 'my key 1',
        orderToken: 'token',
      },
    });
  });

  it('gets an idempotency key of its own for each request without one', () => {
    const [a, b] = [0, 1].map(() => readVariables(change, request({ body }))['input']);
    expect(a).toMatchObject({ idempotencyKey: expect.stringMatching(/^[\da-f-]{36}$/) });
    expect(a).not.toEqual(b);
  });

  it('is refused with a pointer to every fault', () => {
    const wrong = { lines: [{ sku: 'a', quantity: 'two' }, { sku: 'b' }], 'a/b': 1, note: {} };
    const { status, code, errors } = problemOf(() =>
      readVariables(change, request({ body: wrong })),
    );
    expect([status, code]).toEqual([400, 'BAD_USER_INPUT']);
    expect(errors).toEqual([
      { pointer: '#/lines/0/quantity', detail: 'Expected type "Int!".' },
      {
        pointer: '#/lines/1/quantity',
        detail: 'Field "quantity" of required type "Int!" was not provided.',
      },
      { pointer: '#/note', detail: 'Expected type "String".' },
      { pointer: '#', detail: 'Expected type "Change".' },
    ]);
  });

  it('must not have what belongs into the path or a header', () => {
    const wrong = { ...body, orderId: 'x', expectedVersion: 1 };
    expect(problemOf(() => readVariables(change, request({ body: wrong }))).errors).toEqual([
      { pointer: '#/orderId', detail: 'Send it in the path instead.' },
      { pointer: '#/expectedVersion', detail: 'Send it in the header If-Match instead.' },
    ]);
  });

  it('lists at most twenty faults', () => {
    const lines = Array.from({ length: 1_000 }, () => ({ sku: 'a', quantity: 'x' }));
    const { errors } = problemOf(() => readVariables(change, request({ body: { lines } })));
    expect(errors).toHaveLength(20);
  });
});

it('a condition that an operation cannot check is refused', () => {
  const body = { sku: 'a', quantity: 1 };
  const problem = problemOf(() => readVariables(plain, request({ body }, { 'If-Match': '"1"' })));
  expect(problem).toMatchObject({ status: 400, errors: [{ header: 'If-Match' }] });
});
