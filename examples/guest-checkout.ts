import { randomUUID } from 'node:crypto';
import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
import { filter, firstValueFrom, timeout } from 'rxjs';
import {
  ShopFillCartDocument,
  ShopGuestCartDocument,
  ShopGuestCheckoutDocument,
  ShopGuestOrderDocument,
  ShopPayDocument,
  ShopProductDocument,
  ShopSearchDocument,
} from './generated/graphql.ts';

// The journey of a guest from a search to a paid order, as a shop front implements it with Apollo Client:
//   node --import tsx examples/guest-checkout.ts [search [url]]

const [search = 'tee', uri = 'http://localhost:4000/graphql'] = process.argv.slice(2);
const pollMs = 250;
const stockDeadlineMs = 15_000;

const client = new ApolloClient({ link: new HttpLink({ uri }), cache: new InMemoryCache() });

/** Buys one unit of the first product found. Throws an error with the message of a refusal. */
async function buy() {
  const variables = { search, filter: { inStock: true } };
  const found = await client.query({ query: ShopSearchDocument, variables });
  const slug = found.data?.products?.nodes[0]?.slug;
  if (!slug) throw new Error(`Nothing in stock matches "${search}".`);

  const shown = await client.query({ query: ShopProductDocument, variables: { slug } });
  const variant = shown.data?.product?.variants.find(({ availability }) => availability?.quantity);
  if (!variant) throw new Error(`${slug} has just sold out.`);

  const lines = [{ variantId: variant.id, quantity: 1 }];
  const filled = await client.mutate({
    mutation: ShopFillCartDocument,
    variables: { input: { lines } },
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
        // Stored until a response arrives: a retry with the same key returns the same order, not a second one.
        idempotencyKey: randomUUID(),
      },
    },
  });
  const { order, orderToken } = accepted(ordered.data?.placeOrder);
  if (!order || !orderToken) throw new Error('The order does not exist.');

  const { id: orderId } = order;
  const reserved = await untilDecided(orderId, orderToken);
  if (reserved.status !== 'CONFIRMED')
    throw new Error(`Order ${order.number} is ${reserved.status}.`);

  const paid = await client.mutate({
    mutation: ShopPayDocument,
    variables: {
      // In a browser, the form of the payment provider returns the token.
      input: { orderId, orderToken, paymentToken: 'tok_success', idempotencyKey: randomUUID() },
    },
  });
  // The cache has one object for the order, so that every page shows its current state.
  return { ...order, ...reserved, ...accepted(paid.data?.payOrder).order };
}

/** Polls the order until its stock is reserved or it is rejected. */
async function untilDecided(id: string, token: string) {
  const orders = client.watchQuery({
    query: ShopGuestOrderDocument,
    variables: { id, token },
    pollInterval: pollMs,
  });
  const { data } = await firstValueFrom(
    orders.pipe(
      filter(({ data }) => data?.order != null && data.order.status !== 'PENDING'),
      timeout(stockDeadlineMs),
    ),
  );
  if (!data?.order?.status) throw new Error('The order does not exist.');
  return data.order;
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
  console.log(`order ${number}: ${status}, ${total.amount} ${total.currencyCode}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
