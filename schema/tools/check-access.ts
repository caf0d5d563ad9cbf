import { readFileSync } from 'node:fs';
import { parse } from 'graphql';
import { scopes } from '../claims.ts';
import { isOpen, readSupergraph } from '../supergraph/index.ts';

/** Root fields that are open to everyone; every other one declares a requirement. */
const publicFields = new Set([
  'Query.me',
  'Query.product',
  'Query.products',
  'Query.variant',
  'Query.category',
  'Query.categories',
  'Query.cart',
  'Query.countries',
  'Query.paymentProvider',
  // A guest's order is accessed with its token; the order subgraph checks the ownership.
  'Query.order',
  'Mutation.placeOrder',
  'Mutation.payOrder',
  'Mutation.cancelOrder',
  'Mutation.requestReturn',
  'Mutation.cancelReturn',
  'Mutation.requestOrderLink',
  // A guest's cart is accessed with its token.
  'Mutation.addCartLines',
  'Mutation.setCartLines',
  'Mutation.clearCart',
  'Mutation.applyVoucher',
  'Mutation.removeVoucher',
  // Who has the code of a gift card may read its balance.
  'Mutation.checkGiftCard',
  'Mutation.reorder',
  'Mutation.register',
  'Mutation.login',
  // These take a token issued before, or nothing at all.
  'Mutation.refreshToken',
  'Mutation.requestPasswordReset',
  'Mutation.resetPassword',
  'Mutation.verifyEmail',
  'Mutation.confirmEmailChange',
  // The gateway reads what is followed as `Query.order` and `Query.product`.
  'Subscription.orderUpdated',
  'Subscription.productUpdated',
]);

const supergraph = readSupergraph(
  parse(readFileSync(new URL('../supergraph.graphql', import.meta.url), 'utf8')),
);

const rootFields = ['Query', 'Mutation', 'Subscription'].flatMap((root) =>
  [...(supergraph.get(root)?.fields ?? [])].map(([field, { requirement }]) => ({
    coordinate: `${root}.${field}`,
    isDeclared: !isOpen(requirement),
  })),
);
const named = new Set(rootFields.map(({ coordinate }) => coordinate));

const usedScopes = [...supergraph.values()]
  .flatMap((type) => [type, ...type.fields.values()])
  .flatMap(({ requirement }) => requirement.scopes.flat());

const faults = [
  ...rootFields
    .filter(({ coordinate, isDeclared }) => !isDeclared && !publicFields.has(coordinate))
    .map(
      ({ coordinate }) =>
        `${coordinate} declares no access: @authenticated, @requiresScopes, or publicFields`,
    ),
  ...rootFields
    .filter(({ coordinate, isDeclared }) => isDeclared && publicFields.has(coordinate))
    .map(({ coordinate }) => `${coordinate} is declared and public at once`),
  ...[...publicFields].filter((one) => !named.has(one)).map((one) => `${one} does not exist`),
  ...[...new Set(usedScopes)]
    .filter((scope) => !(scopes as readonly string[]).includes(scope))
    .map((scope) => `no role holds the scope ${scope}`),
];
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
