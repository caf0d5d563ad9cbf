import { newId } from '@shop/domain';
import { parseEnv } from '@shop/service';
import { createRetention } from '@shop/service/postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStores } from '../../../testing/open-stores.ts';
import { describePaymentProvider } from '../../../testing/payment-provider-contract.ts';
import { describeSavedMethods } from '../../../testing/saved-methods-contract.ts';
import { workerPaymentEnv } from '../../providers.ts';
import { createTestProvider } from '../create-test-provider.ts';
import { createChargeStore } from './charge-store.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

/** Creates a new provider each time, as after a restart: its state is in the database. */
const provider = () =>
  createTestProvider({
    charges: createChargeStore(stores),
    publicUrl: 'https://shop.example',
    delayMs: 2_000,
    authorisationMs: 3_600_000,
  });

const under = {
  provider,
  captured: 'tok_success',
  declined: 'tok_decline',
  capturedOnce: 'tok_capture_once',
  otherCard: 'tok_other_card',
};
describePaymentProvider('test provider on PostgreSQL', under);
describeSavedMethods('test provider on PostgreSQL', under);

it('the store has captured charges and successful refunds only', async () => {
  const [key, amount] = [newId(), { minor: 1_000n, currency: 'EUR' }];
  await provider().charge({ key, amount, token: 'tok_success' });
  await provider().refund({ key: newId(), chargeKey: key, amount: { ...amount, minor: 300n } });
  await provider().refund({ key: newId(), chargeKey: key, amount });
  expect(
    await stores.prisma.$queryRaw`
    SELECT amount_minor, status::text FROM test_charges WHERE key = ${key}
  `,
  ).toEqual([{ amount_minor: 1_000n, status: 'CAPTURED' }]);
  expect(
    await stores.prisma.$queryRaw`
    SELECT amount_minor FROM test_refunds WHERE charge_key = ${key}
  `,
  ).toEqual([{ amount_minor: 300n }]);
});

it('the database refuses negative charges and refunds of zero', async () => {
  const data = { token: 'unknown', currency: 'EUR', status: 'CAPTURED' as const };
  const charge = (amountMinor: bigint) =>
    stores.prisma.testCharge.create({ data: { ...data, key: newId(), amountMinor } });
  await expect(charge(-1n)).rejects.toThrow();
  const { key: chargeKey } = await charge(1n);
  const refund = { key: newId(), chargeKey, amountMinor: 0n };
  await expect(stores.prisma.testRefund.create({ data: refund })).rejects.toThrow();
});

it('a charge of the test provider is deleted with its refunds after 365 days', async () => {
  const { prisma, pool } = stores;
  await prisma.testCharge.deleteMany();
  const { payments } = parseEnv(workerPaymentEnv, {});
  const amount = { minor: 100n, currency: 'EUR' };
  const add = async (days: number) => {
    const key = newId();
    await provider().charge({ key, amount, token: 'tok_success' });
    await provider().refund({ key: newId(), chargeKey: key, amount });
    await prisma.testCharge.update({
      where: { key },
      data: { createdAt: new Date(Date.now() - days * 86_400_000) },
    });
    return key;
  };
  const [, recent] = [await add(365.1), await add(364.9)];
  await createRetention(pool, payments.retention)();
  expect(await prisma.testCharge.findMany()).toMatchObject([{ key: recent }]);
  expect(await prisma.testRefund.findMany()).toMatchObject([{ chargeKey: recent }]);
});
