import { randomUUID } from 'node:crypto';
import { demoAccounts } from '@shop/schema/demo-accounts';
import { until } from '@shop/service/until';
import { logIn, send } from '../client.ts';

/** An operation to repeat. */
export type Read = {
  readonly query: string;
  readonly token?: string;
  /** Whether a response has everything that was asked for. */
  readonly isComplete: (data: Data) => boolean;
};

type Data = {
  readonly products?: {
    nodes: { variants: { price: object; availability: object | null }[] }[];
  };
  readonly me?: {
    displayName: string;
    orders?: { nodes: { lines: object[]; reservation: object | null }[] };
  };
};

const ordersOfViewer = 5;

/** Returns the operations, with an account that has orders. */
export async function prepareReads(url: string): Promise<Readonly<Record<string, Read>>> {
  const token = await logIn(url, demoAccounts.carla.email);
  await placeOrders(url, token);
  return {
    // What the gateway and Apollo Server cost at least.
    floor: { query: '{ __typename }', isComplete: () => true },
    'list of 20 products': {
      query: `query List { products(first: 20) { nodes { id slug title priceRange { min { amount currencyCode } }
        images { url alt } variants { id sku title price { amount currencyCode } availability { status quantity } } }
        pageInfo { hasNextPage endCursor } } }`,
      isComplete: ({ products }) =>
        products?.nodes.length === 20 &&
        products.nodes.every(({ variants }) =>
          variants.every(({ price, availability }) => price && availability),
        ),
    },
    me: {
      query: 'query Me { me { id displayName email } }',
      token,
      isComplete: ({ me }) => me !== undefined,
    },
    'my orders': {
      query: `query MyOrders { me { displayName orders(first: ${ordersOfViewer}) { nodes { id number status
        total { amount currencyCode } lines { title quantity } reservation { status } } } } }`,
      token,
      isComplete: ({ me }) =>
        me?.orders?.nodes.length === ordersOfViewer &&
        me.orders.nodes.every(({ lines, reservation }) => lines.length === 1 && reservation),
    },
  };
}

async function placeOrders(url: string, token: string): Promise<void> {
  const { products } = await send<{ products: { nodes: { variants: { id: string }[] }[] } }>(
    url,
    '{ products(first: 1, filter: { inStock: true }) { nodes { variants { id } } } }',
  );
  const variantId = products.nodes[0]?.variants[0]?.id;
  const shippingAddress = {
    ...{ recipient: 'Bench', line1: 'Deichstraße 1', city: 'Hamburg' },
    ...{ postalCode: '20459', country: 'DE' },
  };
  for (let n = 0; n < ordersOfViewer; n++) {
    const { placeOrder } = await send<{ placeOrder: { userErrors: object[] } }>(
      url,
      'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { order { id } userErrors { code message } } }',
      token,
      { lines: [{ variantId, quantity: 1 }], shippingAddress, idempotencyKey: randomUUID() },
    );
    if (placeOrder.userErrors.length > 0) throw new Error(JSON.stringify(placeOrder.userErrors));
  }
  await until('all orders to be reserved', async () => {
    const { me } = await send<{ me: { orders: { nodes: { reservation: object | null }[] } } }>(
      url,
      `{ me { orders(first: ${ordersOfViewer}) { nodes { reservation { status } } } } }`,
      token,
    );
    return me.orders.nodes.length === ordersOfViewer && me.orders.nodes.every((o) => o.reservation);
  });
}
