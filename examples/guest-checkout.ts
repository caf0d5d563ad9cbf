import { randomUUID } from 'node:crypto';
import { ApolloClient } from '@apollo/client';
import { createCache, createLink, formatMoney } from '@shop/client';
import {
  ShopFillCartDocument,
  ShopGuestCartDocument,
  ShopGuestCheckoutDocument,
  ShopPayDocument,
  ShopProductDocument,
  ShopSearchDocument,
} from './generated/graphql.ts';

// The journey of a guest from a search to a paid order, as a shop front implements it with Apollo Client:
//   node --import tsx examples/guest-checkout.ts [search [url]]

const [search = 'tee', uri = 'http://localhost:4000/graphql'] = process.argv.slice(2);
/** The longest that a response may wait for the shop's decision. */
const waitForMs = 5_000;

const client = new ApolloClient({
  link: createLink({ uri, name: 'example-guest-checkout', version: '1.0.0' }),
  cache: createCache(),
});

/** Buys one unit of the first product found. Throws an error with the message of a refusal. */
async function buy() {
  const variables = { search, filter: { inStock: true } };
  const found = await client.query({ query: ShopSearchDocument, variables });
  const slug = found.data?.products.edges[0]?.node.slug;
  if (!slug) throw new Error(`Nothing in stock matches "${search}".`);

  const shown = await client.query({ query: ShopProductDocument, variables: { slug } });
  const variant = shown.data?.product?.variants.find(
    ({ availability }) => availability?.units.quantity,
  );
  if (!variant) throw new Error(`${slug} has just sold out.`);

  const lines = [{ variantId: variant.id, quantity: 1 }];
  const filled = await client.mutate({
    mutation: ShopFillCartDocument,
    variables: { input: { lines, idempotencyKey: randomUUID() } },
  });
  const cartToken = accepted(filled.data?.addCartLines).cartToken ?? '';

  // The checkout page shows the current cart, not the one in the cache.
  const review = await client.query({
    query: ShopGuestCartDocument,
    variables: { token: cartToken },
    fetchPolicy: 'network-only',
  });
  const cart = review.data?.cart;
  const [problem] = cart?.problems ?? [];
  if (!cart?.subtotal || problem) throw new Error(problem?.message ?? 'The cart does not exist.');

  const { amount, currencyCode } = cart.subtotal;
  const ordered = await client.mutate({
    mutation: ShopGuestCheckoutDocument,
    variables: {
      input: {
        cartToken,
        email: `nel-${randomUUID()}@shop.example`,
        shippingAddress: {
          recipient: 'Nel Dahl',
          line1: 'Deichstraße 1',
          city: 'Hamburg',
          postalCode: '20459',
          country: 'DE',
        },
        expectedTotal: { amount, currencyCode },
        // The response comes when stock is reserved, or found to be short.
        waitForMs,
        // Stored until a response arrives: a retry with the same key returns the same order, not a second one.
        idempotencyKey: randomUUID(),
      },
    },
  });
  const { order, orderToken } = accepted(ordered.data?.placeOrder);
  if (!order || !orderToken) throw new Error('The order does not exist.');

  if (order.status === 'REJECTED') throw new Error(`Order ${order.number} is REJECTED.`);

  const paid = await client.mutate({
    mutation: ShopPayDocument,
    variables: {
      input: {
        orderId: order.id,
        orderToken,
        // In a browser, the form of the payment provider returns the token.
        paymentToken: 'tok_success',
        // An order that is still PENDING is paid as soon as its stock is reserved.
        waitForMs,
        idempotencyKey: randomUUID(),
      },
    },
  });
  // The cache has one object for the order, so that every page shows its current state.
  return { ...order, ...accepted(paid.data?.payOrder).order };
}

type Payload = { readonly userErrors: readonly { readonly message: string }[] };

/** Returns the payload of a mutation. Throws when it was refused. */
function accepted<T extends Payload>(payload: T | null | undefined): T {
  if (!payload) throw new Error('The response has no data.');
  const [refusal] = payload.userErrors;
  if (refusal) throw new Error(refusal.message);
  return payload;
}

try {
  const { number, status, total } = await buy();
  console.log(`order ${number}: ${status}, ${formatMoney(total, 'en')}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
