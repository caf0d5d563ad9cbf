const password = 'Bench-password-1';

/** Sends an operation. Throws its errors. Returns its data and the token of a new session, if there is one. */
async function send(url, query, { token, variables } = {}) {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (!data || errors) throw new Error(JSON.stringify(errors).slice(0, 1_000));
  return { data, token: response.headers.get('vendure-auth-token') };
}

/** Registers customers and signs them in. Returns their tokens, a variant for each, and the shipping method. */
export async function customers(url, count) {
  const { data } = await send(url, '{ products { items { variants { id } } } }');
  const variants = data.products.items.flatMap((product) => product.variants.map(({ id }) => id));
  const tokens = [];
  for (let n = 0; n < count; n++) {
    const emailAddress = `bench-${n}@shop.example`;
    await send(
      url,
      `mutation ($input: RegisterCustomerInput!) { registerCustomerAccount(input: $input) { __typename } }`,
      { variables: { input: { emailAddress, password, firstName: 'Bench', lastName: `${n}` } } },
    );
    const { token } = await send(
      url,
      `mutation { login(username: "${emailAddress}", password: "${password}") { ... on CurrentUser { id } } }`,
    );
    if (!token) throw new Error('Vendure signs no customer in.');
    tokens.push(token);
  }
  return { tokens, variants };
}

const fill = `mutation Fill($variant: ID!) {
  addItemToOrder(productVariantId: $variant, quantity: 1) { ... on Order { id } ... on ErrorResult { message } }
  setOrderShippingAddress(input: { fullName: "Bench", streetLine1: "Deichstraße 1", city: "Hamburg",
    postalCode: "20459", countryCode: "DE" }) { ... on Order { id } ... on ErrorResult { message } }
  setOrderShippingMethod(shippingMethodId: ["1"]) { ... on Order { id } ... on ErrorResult { message } }
  transitionOrderToState(state: "ArrangingPayment") { ... on Order { id } ... on ErrorResult { message } }
}`;
const pay = `mutation Pay { addPaymentToOrder(input: { method: "dummy", metadata: {} }) {
  ... on Order { state } ... on ErrorResult { message } } }`;

/** Buys this number of times: each customer fills a cart in one request and pays it in a second one. */
export async function buy(url, { tokens, variants }, orders) {
  let left = orders;
  const client = async (token, n) => {
    while (left-- > 0) {
      const variant = variants[n % variants.length];
      const filled = await send(url, fill, { token, variables: { variant } });
      const failed = Object.values(filled.data).find((one) => !one?.id);
      if (failed) throw new Error(JSON.stringify(filled.data));
      const { data } = await send(url, pay, { token });
      if (data.addPaymentToOrder.state !== 'PaymentSettled') throw new Error(JSON.stringify(data));
    }
  };
  await Promise.all(tokens.map(client));
}
