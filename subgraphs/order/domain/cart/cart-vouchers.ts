import { expectedVersionField } from '@shop/domain';
import { z } from 'zod';
import { enteredCodeField } from '../vouchers/voucher.ts';
import { type Cart, optionalCartTokenField } from './cart.ts';

export const maxVouchers = 5;

/** The same for every code that is not valid, so that no answer tells which codes exist. */
export const invalidVoucher = 'This voucher code is not valid.';

export const voucherInput = z.object({
  cartToken: optionalCartTokenField,
  code: enteredCodeField,
  expectedVersion: expectedVersionField,
});
export type VoucherInput = z.input<typeof voucherInput>;

/** Returns the next version of the cart, with these codes. */
export const withVouchers = (cart: Cart, voucherCodes: readonly string[], now: Date): Cart => ({
  ...{ ...cart, voucherCodes, version: cart.version + 1, updatedAt: now },
});
