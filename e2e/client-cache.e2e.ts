import { readFileSync } from 'node:fs';
import { ApolloClient, ApolloLink } from '@apollo/client';
import { createCache, createLink, createSession, memoryStorage, storedTokens } from '@shop/client';
import * as documents from '@shop/examples/documents';
import { readHttpFile } from '@shop/examples/http-file';
import * as office from '@shop/examples/office-documents';
import { createSteps } from '@shop/examples/send-steps';
import { Kind, parse } from 'graphql';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { registerCustomer, tokenOf } from './client.ts';
import { shippingAddress } from './shipping-address.ts';
import { shop } from './shop.ts';
import { addProduct, newKey } from './shopping.ts';

/** What Apollo Client warns of fails the test: lost data, missing fields. */
const warnings: unknown[][] = [];
beforeEach(() => {
  for (const kind of ['warn', 'error'] as const) {
    vi.spyOn(console, kind).mockImplementation((...words) => void warnings.push(words));
  }
});
afterEach(() => {
  vi.restoreAllMocks();
  expect(warnings.splice(0)).toEqual([]);
});

/** Creates an application with the kit, of the viewer with this token, and counts its operations. */
async function openApp(accessToken?: string) {
  const sent: string[] = [];
  const uri = shop.url;
  const session = createSession({ uri, tokens: storedTokens(memoryStorage()) });
  if (accessToken) await session.signIn({ accessToken, refreshToken: '', expiresIn: 900 });
  const count = new ApolloLink((operation, forward) => {
    sent.push(operation.operationName ?? '');
    return forward(operation);
  });
  const link = count.concat(createLink({ uri, name: 'e2e', version: '1.0.0', session }));
  return { client: new ApolloClient({ link, cache: createCache() }), sent };
}
type App = Awaited<ReturnType<typeof openApp>>;

describe('the operations of examples/ through the cache', () => {
  const requests = readHttpFile(
    readFileSync(new URL('../examples/shop.http', import.meta.url), 'utf8'),
  );
  const apps = new Map<string | undefined, Promise<App>>();
  const sendStep = createSteps(async (body, { authorization }) => {
    const token = authorization?.replace('Bearer ', '');
    const app = apps.get(token) ?? openApp(token);
    apps.set(token, app);
    const { client } = await app;
    const { query, variables } = JSON.parse(body) as { query: string; variables: object };
    const document = parse(query);
    const isMutation = document.definitions.some(
      (node) => node.kind === Kind.OPERATION_DEFINITION && node.operation === 'mutation',
    );
    if (isMutation) {
      const { data } = await client.mutate({ mutation: document, variables });
      return JSON.stringify({ data });
    }
    const { data } = await client.query({
      query: document,
      variables,
      fetchPolicy: 'network-only',
    });
    expect(client.readQuery({ query: document, variables })).toEqual(data);
    return JSON.stringify({ data });
  });

  it.each(requests.map((one) => [one.name, one] as const))(
    '%s is written and read without a warning',
    async (_, one) => {
      await sendStep(one);
    },
  );
});

it('"load more" appends each page: four pages are one list without repetition', async () => {
  const { client, sent } = await openApp();
  const query = {
    query: documents.ShopSearchDocument,
    variables: { first: 7, sort: 'TITLE' },
  } as const;
  await client.query(query);
  const search = client.watchQuery(query);
  const subscription = search.subscribe(() => {});
  const page = async (after?: string | null) => {
    if (after) await search.fetchMore({ variables: { after } });
    return client.readQuery(query)?.products as documents.ShopSearchQuery['products'];
  };
  let shown = await page();
  for (let n = 2; n <= 4; n++) {
    expect(shown.pageInfo.hasNextPage).toBe(true);
    shown = await page(shown.pageInfo.endCursor);
    expect(shown.edges).toHaveLength(7 * n);
  }
  subscription.unsubscribe();
  expect(new Set(shown.edges.map(({ node }) => node.id)).size).toBe(28);
  expect(shown.totalCount).toBeGreaterThanOrEqual(28);
  // The whole list comes from the cache.
  const again = await client.query(query);
  expect(again.data?.products.edges).toHaveLength(28);
  expect(sent).toHaveLength(4);
});

it('the stock table shows each change of stock at once, without another query', async () => {
  const { client, sent } = await openApp(await tokenOf('staff'));
  const { variants } = await addProduct(5, ['10.00']);
  const { id: variantId = '', sku = '' } = variants[0] ?? {};
  const variables = { filter: { sku } };
  await client.query({ query: office.OfficeStockDocument, variables });
  const row = () =>
    client.readQuery({ query: office.OfficeStockDocument, variables })?.stockItems?.edges[0]?.node;
  expect(row()).toMatchObject({ sku, onHand: 5, available: 5 });

  const reason = { reason: 'delivery', idempotencyKey: newKey() };
  await client.mutate({
    mutation: office.OfficeReceiveDocument,
    variables: { input: { variantId, quantity: 3, ...reason } },
  });
  expect(row()).toMatchObject({ onHand: 8, available: 8 });
  await client.mutate({
    mutation: office.OfficeCountDocument,
    variables: { input: { variantId, delta: -2, ...reason, idempotencyKey: newKey() } },
  });
  expect(row()).toMatchObject({ onHand: 6, available: 6 });
  await client.mutate({
    mutation: office.OfficeThresholdDocument,
    variables: { input: { variantId, threshold: 4 } },
  });
  expect(row()).toMatchObject({ lowStockThreshold: 4 });
  expect(sent.filter((name) => name === 'OfficeStock')).toHaveLength(1);
});

it('the address book shows each change at once: one default, and no address that was removed', async () => {
  const { client, sent } = await openApp((await registerCustomer()).token);
  await client.query({ query: documents.ShopCheckoutDocument });
  const book = () => client.readQuery({ query: documents.ShopCheckoutDocument })?.me;
  const defaults = () => book()?.addresses.map(({ city, isDefault }) => [city, isDefault]);
  const add = async (city: string, makeDefault: boolean) => {
    const { data } = await client.mutate({
      mutation: documents.ShopAddAddressDocument,
      variables: { input: { address: { ...shippingAddress, city }, makeDefault } },
    });
    return data?.addAddress.address?.id ?? '';
  };
  const first = await add('Hamburg', false);
  const second = await add('Bremen', true);
  expect(defaults()).toEqual([
    ['Hamburg', false],
    ['Bremen', true],
  ]);
  await client.mutate({
    mutation: documents.ShopSetDefaultAddressDocument,
    variables: { input: { addressId: first } },
  });
  expect(defaults()).toEqual([
    ['Hamburg', true],
    ['Bremen', false],
  ]);
  expect(book()?.defaultAddress?.id).toBe(first);
  await client.mutate({
    mutation: documents.ShopUpdateAddressDocument,
    variables: { input: { addressId: second, address: { ...shippingAddress, city: 'Kiel' } } },
  });
  await client.mutate({
    mutation: documents.ShopRemoveAddressDocument,
    variables: { input: { addressId: first } },
  });
  expect(defaults()).toEqual([['Kiel', true]]);
  expect(sent.filter((name) => name === 'ShopCheckout')).toHaveLength(1);
});
