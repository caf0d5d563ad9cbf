import { until } from '@shop/service/until';
import {
  CreateGiftCardsDocument,
  CreateProductDocument,
  CreateVouchersDocument,
  ReceiveStockDocument,
  type ReceiveStockInput,
  SetPromotionsDocument,
} from '../generated/graphql.ts';
import { giftCards, vouchers } from './order-plans.ts';
import { persistentRequest } from './persistent-request.ts';
import { logInStaff } from './sign-in.ts';

const variants = 12;

export type ChaosCatalogue = {
  readonly variantIds: readonly string[];
  /** The variant whose stock the crash loop locks. */
  readonly lockedVariantId: string;
};

/** Creates variants with too few units for all orders, and one for the crash loop. */
export async function prepareCatalogue(url: string, orders: number): Promise<ChaosCatalogue> {
  const token = await logInStaff(url);
  const sizes = Array.from({ length: variants + 1 }, (_, n) => ({
    sku: `CHAOS-${n}`,
    options: [{ name: 'Size', value: String(n) }],
    price: { amount: '10.00', currencyCode: 'EUR' },
  }));
  const product = { title: 'Chaos', status: 'ACTIVE' as const, variants: sizes };
  const created = await persistentRequest(url, CreateProductDocument, { input: product }, token);
  const ids = created.createProduct?.product?.variants.map(({ id }) => id) ?? [];
  // An order has three units on average, and a third of the orders release theirs.
  const quantity = Math.ceil((orders * 2) / variants);
  for (const [n, variantId] of ids.entries()) {
    const idempotencyKey = `chaos-${n}-receive`;
    await receive(url, token, { variantId, quantity, reason: 'chaos', idempotencyKey });
  }
  await createVouchers(url, token, orders);
  await createGiftCards(url, token);
  return { variantIds: ids.slice(0, variants), lockedVariantId: ids.at(-1) ?? '' };
}

/** Creates a code for every order that wants one, and one that is used up and given back again and again. */
async function createVouchers(url: string, token: string, orders: number): Promise<void> {
  const promotion = { requiresVoucher: true, percentOff: '10' };
  const promotions = [
    { ...promotion, code: 'many', name: 'Many' },
    { ...promotion, code: 'few', name: 'Few', isExclusive: true },
  ];
  await persistentRequest(url, SetPromotionsDocument, { input: { promotions } }, token);
  for (const [promotionCode, maxUses] of [
    ['many', null],
    ['few', Math.max(1, Math.floor(orders / 20))],
  ] as const) {
    const codes = [vouchers[promotionCode]];
    const input = { promotionCode, codes, maxUses, idempotencyKey: `chaos-${promotionCode}` };
    const created = await persistentRequest(url, CreateVouchersDocument, { input }, token);
    if (!created.createVouchers?.vouchers) throw new Error('the vouchers were not created');
  }
}

async function createGiftCards(url: string, token: string): Promise<void> {
  const input = { ...giftCards, codes: [...giftCards.codes], idempotencyKey: 'chaos-gift-cards' };
  const created = await persistentRequest(url, CreateGiftCardsDocument, { input }, token);
  if (!created.createGiftCards?.giftCards) throw new Error('the gift cards were not created');
}

/** Receives stock, as soon as inventory has projected the variant. */
const receive = (url: string, token: string, input: ReceiveStockInput) =>
  until(
    'inventory to know the variant',
    async () => {
      const { receiveStock } = await persistentRequest(url, ReceiveStockDocument, { input }, token);
      return !receiveStock?.userErrors.length;
    },
    { deadlineMs: 300_000, everyMs: 50 },
  );
