import { idFromName } from '@shop/domain';
import { demoAccounts } from '@shop/schema/demo-accounts';
import { createLog } from '@shop/service';
import { createPool, createSqlDatabase, type SqlDatabase } from '@shop/service/postgres';
import { type SetPromotionsInput, setPromotions } from '../domain/pricing/set-promotions.ts';
import { createVouchers } from '../domain/vouchers/create-vouchers.ts';
import { createPricingStore } from './pricing-store.ts';
import { createVoucherStore } from './voucher-store.ts';

const origin = { correlationId: 'seed' };

/** An automatic promotion for large orders, and two that need a code. */
const promotions: SetPromotionsInput['promotions'] = [
  {
    ...{ code: 'large-orders', name: '5 % off large orders', percentOff: '5' },
    minSubtotal: { amount: '500.00', currencyCode: 'EUR' },
  },
  {
    ...{ code: 'welcome', name: 'Welcome: 10 % off your first order', percentOff: '10' },
    ...{ requiresVoucher: true, isFirstOrderOnly: true },
  },
  {
    ...{ code: 'three-for-two', name: 'Three for two', buyXGetY: { buy: 2, get: 1 } },
    ...{ requiresVoucher: true, isExclusive: true },
  },
];
const codes = { welcome: 'WELCOME10', 'three-for-two': '3FOR2' };

/** Adds promotions and voucher codes of the demonstration shop, unless it has promotions. */
export async function seed(databaseUrl: string): Promise<void> {
  const pool = createPool(databaseUrl, createLog('seed', 'silent'));
  try {
    await createSqlDatabase(pool).transaction(addPromotions);
  } finally {
    await pool.end();
  }
}

async function addPromotions(tx: SqlDatabase): Promise<void> {
  const pricing = createPricingStore(tx, origin);
  if ((await pricing.current()).PROMOTIONS.version > 0) return;
  const { email } = demoAccounts.staff;
  const staff = {
    ...{ id: idFromName(`user:${email}`), email, emailVerified: true, sessionId: 'seed' },
    ...{ roles: ['STAFF'] as const, scopes: new Set<never>() },
  };
  await setPromotions(pricing, staff, { promotions });
  const ports = { pricing, vouchers: createVoucherStore(tx, origin) };
  for (const [promotionCode, code] of Object.entries(codes)) {
    const idempotencyKey = `seed ${promotionCode}`;
    await createVouchers(ports, staff, { promotionCode, codes: [code], idempotencyKey });
  }
}
