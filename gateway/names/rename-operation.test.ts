import { GraphQLError, print, validate } from 'graphql';
import { expect, it } from 'vitest';
import { firstOperation, schema } from '../testing/analysed-operations.ts';
import { createRenameOperation } from './rename-operation.ts';

const supergraph = `
  type Item @join__type(graph: A, key: "id") @join__type(graph: B, key: "sku owner { number }") {
    price: Int @join__field(graph: A, requires: "tax { rate }") tax: Int @join__field(graph: A, provides: "zone")
  }`;
const renameOperation = createRenameOperation(supergraph, schema);
const requestFor = (source: string) => ({ ...firstOperation(source), queryHash: 'h' });

function renamed(source: string) {
  const operation = renameOperation(requestFor(source));
  return operation && print(operation.request.document).replace(/\s+/g, ' ');
}

it.each([
  ['a key field', '{ item { id: name } }', '{ item { clientName_id: name } }'],
  [
    'fields of a composite key',
    '{ number: item { owner: name } }',
    '{ clientName_number: item { clientName_owner: name } }',
  ],
  [
    'fields that others require or provide',
    '{ item { rate: name zone: name } }',
    '{ item { clientName_rate: name clientName_zone: name } }',
  ],
  ['introspection', '{ item { __typename: name } }', '{ item { clientName___typename: name } }'],
  [
    'anything with two underscores',
    '{ __schema { __x: types { name } } }',
    '{ __schema { clientName___x: types { name } } }',
  ],
  ['a type name', '{ item { id: __typename } }', '{ item { clientName_id: __typename } }'],
])('an alias like %s is renamed', (_, source, expected) => {
  expect(renamed(source)).toBe(expected);
});

it('an alias in a fragment is renamed, in an operation of its own', () => {
  const request = requestFor('{ ...F } fragment F on Query { item { id: name } }');
  const operation = renameOperation(request)?.request;
  expect(operation && print(operation.document)).toContain('clientName_id: name');
  expect(operation?.document.definitions[0]).toBe(operation?.operation);
  // Whatever is remembered about an operation must not be mistaken for that of the client's.
  expect(operation?.operation).not.toBe(request.operation);
  expect(operation?.queryHash).not.toBe(request.queryHash);
});

it('a variable with the name that entity fetches use is renamed, with its value', () => {
  const source = 'query ($representations: Int) { items(first: $representations) { total } }';
  const operation = renameOperation(requestFor(source));
  expect(operation && print(operation.request.document)).toContain(
    'items(first: $clientName_representations)',
  );
  expect(operation && validate(schema, operation.request.document)).toEqual([]);
  expect(operation?.renameVariables({ representations: 1, other: 2 })).toEqual({
    clientName_representations: 1,
    other: 2,
  });
});

it.each([
  ['the key field itself', '{ item { id id: id } }'],
  ['introspection itself', '{ __typename item { __typename t: __typename } }'],
  ['another alias', '{ item { title: name } }'],
  ['another variable', 'query ($first: Int) { items(first: $first) { total } }'],
])('an operation with %s stays as it is', (_, source) => {
  expect(renamed(source)).toBeUndefined();
});

it('an operation is renamed once, however often it is sent', () => {
  const request = requestFor('{ item { id: name } }');
  expect(renameOperation(request)).toBe(renameOperation(request));
});

it('the prefix is one that no name of the document has', () => {
  expect(renamed('{ item { id: name clientName_id: name } }')).toContain('clientName__id: name');
});

it('the response has the names of the client, and values stay as they are', () => {
  const operation = renameOperation(
    requestFor('{ sku: things { id: name __proto__: item { id: name } zone: name } }'),
  );
  const value = { clientName_id: 'part of a scalar' };
  const path = ['clientName_sku', 0, 'clientName_id'];
  const error = new GraphQLError('Field Item.clientName_id', { path, extensions: { code: 'X' } });
  const response = operation?.restore({
    data: JSON.parse(
      `{"clientName_sku":[{"clientName_id":"clientName_x","clientName___proto__":{"clientName_id":1},
        "clientName_zone":${JSON.stringify(value)}},null]}`,
    ),
    errors: [error],
  });
  const restored = { message: 'Field Item.id', path: ['sku', 0, 'id'], extensions: { code: 'X' } };
  expect(JSON.parse(JSON.stringify(response))).toEqual({
    data: JSON.parse(
      `{"sku":[{"id":"clientName_x","__proto__":{"id":1},"zone":${JSON.stringify(value)}},null]}`,
    ),
    errors: [restored],
  });
});

it('a field with arguments is renamed where the planner needs it with others', () => {
  const priced =
    'type Item @join__type(graph: A) { a: Int @join__field(requires: "items(first: 3)") }';
  const operation = createRenameOperation(
    priced,
    schema,
  )(requestFor('{ items(first: 9) { total } }'));
  expect(operation && print(operation.request.document)).toContain(
    'clientName_items: items(first: 9)',
  );
});
