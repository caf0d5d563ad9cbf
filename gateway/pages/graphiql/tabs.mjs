const cross = `# Sign in first: accounts, orders, products and stock in one response.
# More operations: the third button of the bar on the left.
query FourSubgraphs {
  me { displayName orders(first: 3) { nodes { number status } } }
  products(first: 3) {
    nodes { title variants { id sku price { amount currencyCode } availability { status } } }
  }
}
`;

const place = `# Sign in first. Copy the id of a variant from the first tab; a new key is a new order.
mutation PlaceOrder($input: PlaceOrderInput!) {
  placeOrder(input: $input) {
    order { id number status total { amount currencyCode } }
    userErrors { code message field }
  }
}
`;

const follow = `# Runs until you stop it: one message for each change of your orders.
subscription FollowOrders {
  myOrdersUpdated { number status }
}
`;

const input = {
  lines: [{ variantId: '', quantity: 1 }],
  shippingAddress: {
    recipient: 'Carla Customer',
    line1: 'Deichstraße 1',
    city: 'Hamburg',
    postalCode: '20459',
    country: 'DE',
  },
  waitForMs: 5000,
};
const variables = JSON.stringify(
  { input: { ...input, idempotencyKey: crypto.randomUUID() } },
  null,
  2,
);

/** The tabs of a browser that has not been here before. */
export const tabs = [{ query: cross }, { query: place, variables }, { query: follow }];
