import { scalars } from '@shop/service';
import { buildSchema, isScalarType, validate } from 'graphql';
import { expect, it } from 'vitest';
import { firstOperation } from '../testing/analysed-operations.ts';
import { variableFault } from './variable-fault.ts';

const schema = buildSchema(`
  scalar DateTime
  enum Role { CUSTOMER STAFF }
  input Address { city: String! lines: [String!]! = [] zip: String }
  input Register { email: String! password: String! role: Role! = CUSTOMER addresses: [Address!] since: DateTime }
  type Query {
    register(input: Register!): User
    find(ids: [ID!], first: Int! = 20): User
  }
  type User { name: String }
`);
const dateTime = schema.getType('DateTime');
if (isScalarType(dateTime)) dateTime.parseValue = scalars.DateTime.parseValue;

const secret = 'correct-horse-7';

/** Returns the message of the first fault, or `none`. The operation has to be valid. */
function faultOf(source: string, variables: Record<string, unknown> = {}): string {
  const operation = firstOperation(source);
  expect(validate(schema, operation.document)).toEqual([]);
  return variableFault(schema, operation, variables)?.message ?? 'none';
}

const register = 'query ($input: Register!) { register(input: $input) { name } }';
const account = { email: 'a@b.example', password: secret };

it.each([
  [{}, 'Variable "$input" of required type "Register!" was not provided.'],
  [{ input: null }, 'Variable "$input" of non-null type "Register!" must not be null.'],
  [{ input: secret }, 'Variable "$input" is invalid: Expected type "Register" to be an object.'],
  [
    { input: { password: secret } },
    'Variable "$input" is invalid: Field "email" of required type "String!" was not provided.',
  ],
  [
    { input: { ...account, roles: ['ADMIN'] } },
    'Variable "$input" is invalid: Field "roles" is not defined by type "Register".',
  ],
  [
    { input: { ...account, [`${secret} "`]: 1 } },
    'Variable "$input" is invalid: Expected type "Register!".',
  ],
  [
    { input: { ...account, password: { value: secret } } },
    'Variable "$input" is invalid at "input.password": Expected type "String!".',
  ],
  [
    { input: { ...account, role: secret } },
    'Variable "$input" is invalid at "input.role": Expected type "Role!".',
  ],
  [
    { input: { ...account, addresses: [{ city: 'Bern' }, { city: null }] } },
    'Variable "$input" is invalid at "input.addresses[1].city": Expected non-nullable type "String!" not to be null.',
  ],
  [
    { input: { ...account, since: secret } },
    'Variable "$input" is invalid at "input.since": DateTime must be an RFC 3339 timestamp with an offset.',
  ],
  [
    { input: { ...account, role: null } },
    'Variable "$input" is invalid at "input.role": Expected non-nullable type "Role!" not to be null.',
  ],
  [{ input: { ...account, addresses: { city: 'Bern' } } }, 'none'],
])(
  'the fault of a variable names its path and the expected type, and quotes no value: %j',
  (variables, message) => {
    expect(faultOf(register, variables)).toBe(message);
  },
);

const mustNotBeNull = (type: string) =>
  `Variable "$v" must not be null: one of its positions has the type "${type}".`;

it.each([
  ['an argument with a default', 'query ($v: Int) { find(first: $v) { name } }', 'Int!'],
  [
    'an argument, the variable with a default',
    'query ($v: Int = 5) { find(first: $v) { name } }',
    'Int!',
  ],
  ['an item of a list', 'query ($v: ID = "x") { find(ids: ["a", $v]) { name } }', 'ID!'],
  [
    'an input field with a default',
    'query ($v: Role) { register(input: { email: "a", password: "b", role: $v }) { name } }',
    'Role!',
  ],
  [
    'an input field in a list',
    'query ($v: [String!]) { register(input: { email: "a", password: "b", addresses: [{ city: "c", lines: $v }] }) { name } }',
    '[String!]!',
  ],
  ['@include', 'query ($v: Boolean = false) { find { name @include(if: $v) } }', 'Boolean!'],
  [
    '@skip on a spread',
    'query ($v: Boolean = true) { ...F @skip(if: $v) } fragment F on Query { find { name } }',
    'Boolean!',
  ],
  [
    'a fragment',
    'query ($v: Int) { ...F } fragment F on Query { find(first: $v) { name } }',
    'Int!',
  ],
  [
    'a part that is skipped',
    'query ($v: Int) { find { name } ... @skip(if: true) { more: find(first: $v) { name } } }',
    'Int!',
  ],
])('null is refused for a variable in %s', (_, source, type) => {
  expect(faultOf(source, { v: null })).toBe(mustNotBeNull(type));
  expect(faultOf(source)).toBe('none');
});

it('null as the default of a variable is refused where the position is non-null', () => {
  const source = 'query ($v: Int = null) { find(first: $v) { name } }';
  expect(faultOf(source)).toBe(mustNotBeNull('Int!'));
  expect(faultOf(source, { v: 3 })).toBe('none');
});

it('null is accepted in nullable positions, and for the variables of another operation', () => {
  expect(faultOf('query ($v: [ID!]) { find(ids: $v) { name } }', { v: null })).toBe('none');
  const two =
    'query A ($v: [ID!]) { find(ids: $v) { name } } query B ($v: Int) { find(first: $v) { name } }';
  expect(faultOf(two, { v: null })).toBe('none');
});

it('a variable whose name every JavaScript object has is refused where it would have a wrong value', () => {
  const source = 'query ($toString: ID = "x") { find(ids: [$toString]) { name } }';
  expect(faultOf(source)).toBe('none');
  const absent = 'query ($constructor: [ID!]) { find(ids: $constructor) { name } }';
  expect(faultOf(absent)).toContain('Variable "$constructor" has a reserved name.');
  expect(faultOf(absent, { constructor: ['x'] })).toBe('none');
  const stored = 'query ($__proto__: [ID!]) { find(ids: $__proto__) { name } }';
  expect(faultOf(stored, JSON.parse('{ "__proto__": ["x"] }'))).toContain('has a reserved name.');
});
