import { assertVersion, expectedVersionField, refuse, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { maxUsesField } from './create-vouchers.ts';
import type { VoucherStore } from './ports.ts';
import { enteredCodeField, type Voucher } from './voucher.ts';

const updateVoucherInput = z.object({
  code: enteredCodeField,
  maxUses: maxUsesField,
  isDisabled: z.boolean(),
  expectedVersion: expectedVersionField,
});
export type UpdateVoucherInput = z.input<typeof updateVoucherInput>;

/**
 * Sets the limit of a voucher code, and disables or enables it. Orders that have it keep it. Equal values change nothing,
 * so that the call can be repeated. Refuses INVALID_VALUE, NOT_FOUND, VERSION_CONFLICT.
 */
export async function updateVoucher(
  { vouchers }: { readonly vouchers: Pick<VoucherStore, 'update'> },
  staff: Viewer,
  input: UpdateVoucherInput,
  now = new Date(),
): Promise<Voucher> {
  const { code, maxUses, isDisabled, expectedVersion } = validate(updateVoucherInput, input);
  const updated = await vouchers.update(code, staff.id, (voucher) => {
    if (voucher.maxUses === maxUses && voucher.isDisabled === isDisabled) return voucher;
    assertVersion(voucher, expectedVersion);
    return { ...voucher, maxUses, isDisabled, version: voucher.version + 1, createdAt: now };
  });
  return updated ?? refuse('NOT_FOUND', 'There is no such voucher code.', ['code']);
}
