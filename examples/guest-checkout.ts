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

// A guest's way through the shop, from the search to a paid order, as a shop front goes it with Apollo Client:
//   node --import tsx examples/guest-checkout.ts [search [url]]

const [search = 'tee', uri = 'http://localhost:4000/graphql'] = process.argv.slice(2);
const pollMs = 250;
const stockDeadlineMs = 15_000;

const client = new ApolloClient({ link: new HttpLink({ uri }), cache: new InMemoryCache() });

/** Buys one of what the search finds. Throws an Error that says what was refused. */
async function buy() {
  const variables = { search, filter: { inStock: true } };
  const found = await client.query({ query: ShopSearchDocument, variables });
  const slug = found.data?.products?.nodes[0]?.slug;
  if (!slug) throw new Error(`nothing in stock is found by ${search}`);

  const shown = await client.query({ query: ShopProductDocument, variables: { slug } });
  const variant = shown.data?.product?.variants.find(({ availability }) => availability?.quantity);
  if (!variant) throw new Error(`${slug} has just been sold out`);

  const lines = [{ variantId: variant.id, quantity: 1 }];
  const filled = await client.mutate({
    mutation: ShopFillCartDocument,
    variables: { input: { lines } },
  });
  const cartToken = accepted(filled.data?.addCartLines).cartToken ?? '';

  // The checkout page shows the cart as it is now, not as the cache remembers it.
  const review = await client.query({
    query: ShopGuestCartDocument,
    variables: { token: cartToken },
    fetchPolicy: 'network-only',
  });
  const cart = review.data?.cart;
  const [problem] = cart?.problems ?? [];
  if (!cart?.subtotal || problem) throw new Error(problem?.message ?? 'the cart is gone');

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
        // Kept until the answer is there: the same key again is the same order, not a second one.
        idempotencyKey: randomUUID(),
      },
    },
  });
  const { order, orderToken } = accepted(ordered.data?.placeOrder);
  if (!order || !orderToken) throw new Error('no order');

  const { id: orderId } = order;
  const reserved = await decided(orderId, orderToken);
  if (reserved.status !== 'CONFIRMED') throw new Error(`order ${order.number}: ${reserved.status}`);

  const paid = await client.mutate({
    mutation: ShopPayDocument,
    variables: {
      // In a browser the payment provider's form gives the token.
      input: { orderId, orderToken, paymentToken: 'tok_success', idempotencyKey: randomUUID() },
    },
  });
  // The cache has one object for the order; every page that shows it is up to date.
  return { ...order, ...reserved, ...accepted(paid.data?.payOrder).order };
}

/** The order as soon as its stock is reserved or refused. */
async function decided(id: string, token: string) {
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
  if (!data?.order?.status) throw new Error('no order');
  return data.order;
}

type Payload = { readonly userErrors: readonly { readonly message: string }[] };

/** The answer to a mutation, unless the shop has refused it. */
function accepted<T extends Payload>(payload: T | null | undefined): T {
  if (!payload) throw new Error('no answer');
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
