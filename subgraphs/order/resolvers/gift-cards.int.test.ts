import { createSecretKey, randomBytes } from 'node:crypto';
import type { Viewer } from '@shop/schema';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createGiftCards } from '../domain/gift-cards/create-gift-cards.ts';
import { codeHashOf } from '../domain/gift-cards/gift-card.ts';
import { newKey } from '../testing/fixtures.ts';
import { addGiftCards, issueGiftCard } from '../testing/gift-card-fixture.ts';
import { execute, staff } from '../testing/graph-fixture.ts';
import { newGiftCard } from '../testing/memory-gift-card-ledger.ts';
import { openStores } from '../testing/open-stores.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

type Card = { readonly id: string; readonly lastFour: string; readonly version: number };
type Issued = { readonly code: string; readonly giftCard: Card };
type Reasons = readonly { readonly code: string; readonly message: string }[];
type Data = {
  readonly createGiftCards: {
    readonly giftCards: readonly Issued[] | null;
    readonly userErrors: Reasons;
  };
  readonly updateGiftCard: { readonly giftCard: Card; readonly userErrors: Reasons };
  readonly checkGiftCard: { readonly giftCard: object | null; readonly userErrors: Reasons };
  readonly giftCards: { readonly nodes: readonly Card[]; readonly totalCount: number };
};

async function run(source: string, input: object, viewer: Viewer | null = staff): Promise<Data> {
  const { data, errors } = await execute(stores, source, { input }, viewer);
  expect(errors).toEqual([]);
  return data as never;
}

const create = async (change: object = {}) => {
  const amount = { amount: '25.00', currencyCode: 'EUR' };
  const source = `mutation ($input: CreateGiftCardsInput!) { createGiftCards(input: $input) {
    giftCards { code giftCard { id lastFour version status initialAmount { amount } balance { amount } } }
    userErrors { code message field } } }`;
  const input = { amount, idempotencyKey: newKey(), ...change };
  return (await run(source, input)).createGiftCards;
};
const update = async (input: object) =>
  (
    await run(
      `mutation ($input: UpdateGiftCardInput!) { updateGiftCard(input: $input) {
      giftCard { id version status balance { amount } isDisabled expiresAt
        movements { kind amount { amount } reason author { id } order { id } }
        changes { version isDisabled author { id } } }
      userErrors { code message field } } }`,
      input,
    )
  ).updateGiftCard;
const check = async (code: string) =>
  (
    await run(
      `mutation ($input: CheckGiftCardInput!) { checkGiftCard(input: $input) {
      giftCard { lastFour balance { amount currencyCode } expiresAt } userErrors { code message field } } }`,
      { code },
      null,
    )
  ).checkGiftCard;

it('generated codes cannot be guessed, are shown again by a replay, and are not stored', async () => {
  const input = { count: 3, idempotencyKey: newKey() };
  const first = await create(input);
  expect(first.userErrors).toEqual([]);
  const codes = first.giftCards?.map(({ code }) => code) ?? [];
  expect(new Set(codes).size).toBe(3);
  for (const code of codes) expect(code).toMatch(/^[2-9A-HJKMNP-TV-Z]{16}$/);
  expect(first.giftCards).toMatchObject([
    { giftCard: { status: 'ACTIVE', lastFour: codes[0]?.slice(-4), balance: { amount: '25.00' } } },
    {},
    {},
  ]);
  expect(await create(input)).toEqual(first);
  const rows = await stores.prisma.$queryRaw<{ row: string }[]>`
    SELECT g::text AS row FROM gift_cards g UNION ALL SELECT k::text FROM idempotency_keys k
    UNION ALL SELECT o::text FROM outbox o`;
  for (const code of codes) expect(rows.filter(({ row }) => row.includes(code))).toEqual([]);
});

it('after the secret key of the shop was replaced, a replay shows no code, and codes still work', async () => {
  const input = {
    amount: { amount: '5', currencyCode: 'EUR' },
    count: 1,
    idempotencyKey: newKey(),
  };
  const [issued] = await createGiftCards(stores, staff, input);
  const code = issued?.code ?? '';
  const other = { ...stores, mailTokenKey: createSecretKey(randomBytes(32)) };
  expect(await createGiftCards(other, staff, input)).toMatchObject([{ code: null }]);
  expect(await check(code)).toMatchObject({ giftCard: { balance: { amount: '5.00' } } });
});

it('codes of another system are accepted however they are typed, and none of a list with a used one', async () => {
  const codes = ['abcd-efgh-1234-0001', 'abcd-efgh-1234-0002'];
  const { giftCards } = await create({ codes });
  expect(giftCards?.map(({ code }) => code)).toEqual(['ABCDEFGH12340001', 'ABCDEFGH12340002']);
  const again = await create({ codes: ['ABCDEFGH12340003', 'ABCD EFGH 1234 0002'] });
  expect(again).toEqual({
    giftCards: null,
    userErrors: [
      {
        code: 'GIFT_CARD_TAKEN',
        message: 'A gift card with this code exists already.',
        field: ['codes', '1'],
      },
    ],
  });
  expect((await check('ABCDEFGH12340003')).giftCard).toBeNull();
});

it.each([
  ['no amount', { count: 1, amount: { amount: '0', currencyCode: 'EUR' } }],
  ['neither a count nor codes', {}],
  ['too many', { count: 1_001 }],
  ['a short code', { codes: ['ABCD1234'] }],
  ['an end that is over', { count: 1, expiresAt: '2020-01-01T00:00:00.000Z' }],
])('gift cards with %s are refused', async (_, change) => {
  const { giftCards, userErrors } = await create(change);
  expect([giftCards, userErrors.map(({ code }) => code)]).toEqual([null, ['INVALID_VALUE']]);
});

it('the holder of a code reads its balance, however it is typed', async () => {
  const { code } = await issueGiftCard(stores, '12.50', { expiresAt: new Date('2090-01-01') });
  const typed = `${code.slice(0, 4)}-${code.slice(4)}`.toLowerCase();
  const balance = { amount: '12.50', currencyCode: 'EUR' };
  expect(await check(typed)).toEqual({
    giftCard: { lastFour: code.slice(-4), balance, expiresAt: '2090-01-01T00:00:00.000Z' },
    userErrors: [],
  });
});

it('unknown, disabled and expired codes have the same answer', async () => {
  const { id, code } = await issueGiftCard(stores, '12.50');
  await update({ giftCardId: id, isDisabled: true });
  const expired = newGiftCard(1_000n, { expiresAt: new Date('2020-01-01') });
  await addGiftCards(stores, { ...expired, codeHash: codeHashOf('EXPIRED26CODE') });
  const answer = {
    giftCard: null,
    userErrors: [
      { code: 'GIFT_CARD_INVALID', message: 'This gift card is not valid.', field: ['code'] },
    ],
  };
  for (const one of ['UNKNOWN12345', '???', code, 'EXPIRED26CODE']) {
    expect([one, await check(one)]).toEqual([one, answer]);
  }
});

it('staff correct a balance with a reason and the version they have read, and disable a gift card', async () => {
  const { id } = await issueGiftCard(stores, '20.00');
  const balance = { amount: '15.00', currencyCode: 'EUR' };
  const change = {
    giftCardId: id,
    isDisabled: true,
    balance,
    reason: 'typing error',
    expectedVersion: 1,
  };
  const { giftCard, userErrors } = await update(change);
  expect(userErrors).toEqual([]);
  expect(giftCard).toMatchObject({
    ...{ version: 2, status: 'DISABLED', balance: { amount: '15.00' } },
    movements: [
      {
        ...{ kind: 'ADJUSTMENT', amount: { amount: '-5.00' }, reason: 'typing error' },
        ...{ author: { id: staff.id }, order: null },
      },
    ],
    changes: [
      { version: 2, isDisabled: true, author: { id: staff.id } },
      { version: 1, isDisabled: false },
    ],
  });
  expect(await update(change)).toEqual({ giftCard, userErrors: [] });
  const later = { ...change, balance: { ...balance, amount: '16.00' } };
  const [conflict] = (await update(later)).userErrors;
  expect(conflict).toMatchObject({ code: 'VERSION_CONFLICT' });
});

it.each([
  ['without a reason', { reason: null }],
  ['without the version', { expectedVersion: null }],
  ['in another currency', { balance: { amount: '1.00', currencyCode: 'USD' } }],
])('a balance %s is refused', async (_, change) => {
  const { id } = await issueGiftCard(stores, '20.00');
  const balance = { amount: '15.00', currencyCode: 'EUR' };
  const input = {
    giftCardId: id,
    isDisabled: false,
    balance,
    reason: 'test',
    expectedVersion: 1,
    ...change,
  };
  const { giftCard, userErrors } = await update(input);
  expect(userErrors.map(({ code }) => code)).toEqual(['INVALID_VALUE']);
  expect(giftCard).toMatchObject({ version: 1, balance: { amount: '20.00' } });
});

it('the list finds gift cards by the end of their code, newest first', async () => {
  const { id, code } = await issueGiftCard(stores, '20.00');
  const list = async (lastFour: string | null) =>
    (
      await execute(
        stores,
        `query ($lastFour: String) { giftCards(first: 2, filter: { lastFour: $lastFour }) { totalCount nodes { id lastFour } } }`,
        { lastFour },
      )
    ).data as Data | null;
  const found = await list(code.slice(-4).toLowerCase());
  expect(found?.giftCards.nodes).toContainEqual({ id, lastFour: code.slice(-4) });
  const all = await list(null);
  expect(all?.giftCards.nodes[0]).toMatchObject({ id });
  expect(all?.giftCards.totalCount).toBeGreaterThan(2);
  expect(await list('0000')).toEqual({ giftCards: { totalCount: 0, nodes: [] } });
});
