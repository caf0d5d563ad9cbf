import { readFileSync } from 'node:fs';
import { type FieldDefinitionNode, Kind, parse, valueFromASTUntyped } from 'graphql';
import { scopes } from '../claims.ts';

/** Root fields that anybody may use; every other one declares who may. */
const publicFields = new Set([
  'Query.me',
  'Query.product',
  'Query.products',
  'Query.category',
  'Query.categories',
  'Query.cart',
  // A guest's order is whoever's who has its token; the order subgraph tells whose it is.
  'Query.order',
  'Mutation.placeOrder',
  'Mutation.payOrder',
  'Mutation.cancelOrder',
  // A guest's cart is whoever's who has its token.
  'Mutation.addCartLines',
  'Mutation.setCartLines',
  'Mutation.clearCart',
  'Mutation.register',
  'Mutation.login',
  // A token from before is what these ask for, or nothing at all.
  'Mutation.refreshToken',
  'Mutation.requestPasswordReset',
  'Mutation.resetPassword',
  'Mutation.verifyEmail',
]);

const supergraph = parse(
  readFileSync(new URL('../supergraph.graphql', import.meta.url), 'utf8'),
).definitions;
const objects = supergraph.flatMap((node) =>
  node.kind === Kind.OBJECT_TYPE_DEFINITION ? [node] : [],
);
const declares = (field: FieldDefinitionNode) =>
  field.directives?.some(({ name }) => /^(authenticated|requiresScopes)$/.test(name.value));

const rootFields = objects
  .filter(({ name }) => /^(Query|Mutation|Subscription)$/.test(name.value))
  .flatMap(({ name, fields = [] }) =>
    fields.map((field) => ({ coordinate: `${name.value}.${field.name.value}`, field })),
  );
const named = new Set(rootFields.map(({ coordinate }) => coordinate));

const usedScopes = objects
  .flatMap((type) => [type, ...(type.fields ?? [])])
  .flatMap(({ directives = [] }) => directives)
  .filter(({ name }) => name.value === 'requiresScopes')
  .flatMap(({ arguments: given = [] }) => given.map(({ value }) => valueFromASTUntyped(value)))
  .flat(2);

const faults = [
  ...rootFields
    .filter(({ coordinate, field }) => !declares(field) && !publicFields.has(coordinate))
    .map(
      ({ coordinate }) =>
        `${coordinate} declares no access: @authenticated, @requiresScopes, or publicFields`,
    ),
  ...rootFields
    .filter(({ coordinate, field }) => declares(field) && publicFields.has(coordinate))
    .map(({ coordinate }) => `${coordinate} is declared and public at once`),
  ...[...publicFields].filter((one) => !named.has(one)).map((one) => `${one} does not exist`),
  ...[...new Set(usedScopes)]
    .filter((scope) => !(scopes as readonly unknown[]).includes(scope))
    .map((scope) => `no role holds the scope ${scope}`),
];
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
