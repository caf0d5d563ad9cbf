import { createSecretKey, randomBytes } from 'node:crypto';
import { idFromName } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { demoAccounts } from '@shop/schema/demo-accounts';
import {
  demoGiftCard,
  demoPromotions,
  demoShippingZones,
  demoTaxRules,
  demoVouchers,
} from '@shop/schema/demo-pricing';
import { createLog } from '@shop/service';
import { createPool, createSqlDatabase, type SqlDatabase } from '@shop/service/postgres';
import { createGiftCards } from '../domain/gift-cards/create-gift-cards.ts';
import { setCustomerGroups } from '../domain/pricing/set-customer-groups.ts';
import { setPromotions } from '../domain/pricing/set-promotions.ts';
import { setShippingRules } from '../domain/pricing/set-shipping-rules.ts';
import { setTaxRules } from '../domain/pricing/set-tax-rules.ts';
import { createVouchers } from '../domain/vouchers/create-vouchers.ts';
import { createGiftCardStore } from './gift-card-store.ts';
import { createPricingStore } from './pricing-store.ts';
import { createVoucherStore } from './voucher-store.ts';

const origin = { correlationId: 'seed' };

/** Adds the rules of prices, voucher codes, a customer group and a gift card of the demonstration shop, unless it has promotions. */
export async function seed(databaseUrl: string): Promise<void> {
  const pool = createPool(databaseUrl, createLog('seed', 'silent'));
  try {
    await createSqlDatabase(pool).transaction(addPricing);
  } finally {
    await pool.end();
  }
}

async function addPricing(tx: SqlDatabase): Promise<void> {
  const pricing = createPricingStore(tx, origin);
  if ((await pricing.current()).PROMOTIONS.version > 0) return;
  const { email } = demoAccounts.staff;
  const staff = {
    ...{ id: userIdOf(email), email, emailVerified: true, sessionId: 'seed' },
    ...{ roles: ['STAFF'] as const, scopes: new Set<never>() },
  };
  await setTaxRules(pricing, staff, demoTaxRules);
  await setShippingRules(pricing, staff, { zones: demoShippingZones });
  await setPromotions(pricing, staff, { promotions: demoPromotions });
  const customerId = userIdOf(demoAccounts.cem.email);
  await setCustomerGroups(pricing, staff, { customerId, groups: ['trade'] });
  const ports = { pricing, vouchers: createVoucherStore(tx, origin) };
  for (const [promotionCode, code] of Object.entries(demoVouchers)) {
    const idempotencyKey = `seed ${promotionCode}`;
    await createVouchers(ports, staff, { promotionCode, codes: [code], idempotencyKey });
  }
  await addGiftCard(tx, staff);
}

/** The code is chosen, so that no secret is needed. */
async function addGiftCard(tx: SqlDatabase, staff: Viewer): Promise<void> {
  const ports = {
    giftCards: createGiftCardStore(tx, origin),
    mailTokenKey: createSecretKey(randomBytes(32)),
  };
  const { code, amount } = demoGiftCard;
  await createGiftCards(ports, staff, { codes: [code], amount, idempotencyKey: 'seed gift card' });
}

const userIdOf = (email: string): string => idFromName(`user:${email}`);
