import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connections, type Owners, pageOf, schema } from './bad-input/connections.ts';
import { fill } from './bad-input/fill.ts';
import { grantAllRoles, post, requestData } from './client.ts';
import { purge, sendInvalid } from './dead-lettering.ts';
import {
  CreateWebhookEndpointDocument,
  RemoveWebhookEndpointDocument,
  SendWebhookPingDocument,
} from './generated/graphql.ts';
import { customerWithOrder } from './shopping.ts';

let token: string;
let owners: Owners;
let deadLetters: string[];

/** A user with every role and an order that no other test uses. */
beforeAll(async () => {
  const { customer, sku } = await customerWithOrder(1, 5);
  token = await grantAllRoles(customer);
  owners = { sku, endpointId: await endpointWithDelivery() };
  deadLetters = await sendInvalid(2);
});
afterAll(async () => {
  await purge(deadLetters);
  const { endpointId } = owners;
  await requestData(RemoveWebhookEndpointDocument, { input: { endpointId } }, token);
});

/** Registers a webhook endpoint, to which a ping is sent. */
async function endpointWithDelivery(): Promise<string> {
  const input = { url: 'http://127.0.0.1:9/', events: ['PAYMENT_FAILED' as const] };
  const created = await requestData(CreateWebhookEndpointDocument, { input }, token);
  const endpointId = created.createWebhookEndpoint?.endpoint?.id ?? '';
  await requestData(SendWebhookPingDocument, { input: { endpointId } }, token);
  return endpointId;
}

type Reply = { data?: unknown; errors?: { message: string; extensions: { code: string } }[] };

async function send(query: string, variables: object) {
  const body = JSON.stringify({ query, variables });
  const { response, text } = await post(body, { authorization: `Bearer ${token}` });
  const reply = JSON.parse(text) as Reply;
  const codes = [...new Set((reply.errors ?? []).map(({ extensions }) => extensions.code))];
  return { status: response.status, codes, text, reply };
}

/** The first cursor in a response. */
const cursorIn = (text: string) => /"cursor":"([^"]+)"/.exec(text)?.[1] ?? '';
const forged = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString('base64url');

/** Invalid parts of a cursor, some of which look like valid texts, numbers, times or ids. */
const badParts = [
  ...['x', '', '\0', '\ud800', '🦆'.repeat(2_000), 'null', 'infinity', 'NaN'],
  ...['-1', '9'.repeat(40), '1.5', '1e-99', '1e99', '١'],
  ...[
    '1',
    '2026',
    '0000-01-01T00:00:00.000Z',
    '+275760-09-13T00:00:00.000Z',
    '2026-02-30T00:00:00.000Z',
  ],
  ...['Sat, 21 Nov 2026 09:30:00 GMT', '2026-11-21T24:00:00.000Z'],
  ...['00000000-0000-0000-0000-00000000000g', '{00000000-0000-0000-0000-000000000000}'],
];

describe.each(connections)('the list %s', (coordinate) => {
  it.each([
    [{ first: 0 }],
    [{ first: -1 }],
    [{ first: 101 }],
    [{ last: 0 }],
    [{ last: 101 }],
    [{ first: 2 ** 31 }],
    [{ first: 1.5 }],
    [{ first: 1, last: 1 }],
    [{ after: 'x', before: 'x' }],
    [{ first: 1, before: 'x' }],
    [{ after: '' }],
    [{ after: '🦆'.repeat(5_000) }],
    [{ after: forged({}) }],
    [{ after: forged(['another list', 'x']) }],
  ])(`the list ${coordinate} refuses %j`, async (variables) => {
    const { codes, text } = await send(pageOf(coordinate, owners), variables);
    expect(codes, text).toEqual(['BAD_USER_INPUT']);
  });

  it(`the list ${coordinate} refuses cursors that were changed or belong to another list`, async () => {
    const { text, codes } = await send(pageOf(coordinate, owners), { first: 1 });
    expect(codes, text).toEqual([]);
    const own = cursorIn(text);
    const [list, ...key] = JSON.parse(Buffer.from(own, 'base64url').toString()) as string[];
    expect((await send(pageOf(coordinate, owners), { after: own })).codes).toEqual([]);
    const foreign = [[list], [list, ...key.slice(1)], [list, ...key, 'more'], ['other', ...key]];
    for (const parts of foreign) {
      const { codes: found, text: response } = await send(pageOf(coordinate, owners), {
        after: forged(parts),
      });
      expect(found, `${JSON.stringify(parts)} ${response}`).toEqual(['BAD_USER_INPUT']);
    }
    const changed = badParts.flatMap((bad) => [
      [list, ...key.map(() => bad)],
      ...key.map((_, n) => [list, ...key.with(n, bad)]),
    ]);
    for (const parts of changed) {
      const { codes: found, text: response } = await send(pageOf(coordinate, owners), {
        after: forged(parts),
      });
      const what = `${JSON.stringify(parts).slice(0, 80)} ${response.slice(0, 300)}`;
      // Parts that are free text, such as a title or a SKU, may have any value.
      expect([[], ['BAD_USER_INPUT']], what).toContainEqual(found);
    }
  });
});

const texts = ['', ' ', '\0', '\ud800', '💥'.repeat(100), 'x'.repeat(4_000), "'; --", '{}', '-1'];
const numbers = [0, -1, 2 ** 31 - 1, -(2 ** 31)];
const fields = [
  ...Object.values(schema.getQueryType()?.getFields() ?? {}).map(
    (field) => ['query', field] as const,
  ),
  ...Object.values(schema.getMutationType()?.getFields() ?? {}).map(
    (field) => ['mutation', field] as const,
  ),
].filter(([, { args }]) => args.length > 0);

it.each(fields.map(([kind, field]) => [field.name, kind, field] as const))(
  '%s accepts or refuses extreme texts and numbers without an internal error',
  async (name, kind, { args }) => {
    const declared = args.map((arg) => `$${arg.name}: ${arg.type}`).join(', ');
    const given = args.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
    const query = `${kind} (${declared}) { ${name}(${given}) { __typename ${kind === 'mutation' ? 'userErrors { code message field }' : ''} } }`;
    for (const [n, text] of texts.entries()) {
      const number = numbers[n % numbers.length] ?? 0;
      const variables = Object.fromEntries(
        args.map(({ name: arg, type }) => [arg, fill(type, text, number)]),
      );
      const { codes, text: response } = await send(query, variables);
      const what = `${JSON.stringify(text.slice(0, 9))}: ${response.slice(0, 400)}`;
      expect(
        codes.filter((code) => !allowedCodes.has(code)),
        what,
      ).toEqual([]);
    }
  },
);
const allowedCodes = new Set(['BAD_USER_INPUT', 'QUERY_TOO_COMPLEX']);

describe('invalid values of scalars', () => {
  const search = 'query ($filter: ProductFilter) { products(filter: $filter) { totalCount } }';
  const price =
    'mutation ($input: SetVariantPriceInput!) { setVariantPrice(input: $input) { userErrors { code } } }';

  it.each([
    [search, { filter: { price: { currencyCode: 'EURO' } } }, 'filter.price.currencyCode'],
    [search, { filter: { price: { currencyCode: 'EUR', min: 'abc' } } }, 'filter.price.min'],
    [
      price,
      { input: { variantId: '1', price: { amount: 1.5, currencyCode: 'EUR' } } },
      'input.price.amount',
    ],
  ])(
    'an invalid scalar in a variable is reported with its path: %s %j',
    async (query, variables, path) => {
      const { status, codes, text } = await send(query, variables);
      expect([status, codes]).toEqual([400, ['BAD_USER_INPUT']]);
      expect(text).toContain(path);
      expect(text).not.toMatch(/stacktrace|serviceName|node_modules/);
    },
  );

  it('an invalid scalar in the document fails validation', async () => {
    const query = '{ products(filter: { price: { currencyCode: "EURO" } }) { totalCount } }';
    const { status, codes } = await send(query, {});
    expect([status, codes]).toEqual([400, ['GRAPHQL_VALIDATION_FAILED']]);
  });
});
