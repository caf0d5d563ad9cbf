import { validate } from '@shop/domain';
import { z } from 'zod';
import type { VoucherFilter } from './ports.ts';
import { normalCode } from './voucher.ts';

const voucherListInput = z.object({
  filter: z
    .object({
      promotionCode: z.string().max(40, 'must have at most 40 characters').nullish(),
      search: z.string().max(100, 'must have at most 100 characters').nullish(),
    })
    .nullish(),
});

/** Parses the filter of a list of vouchers. Refuses INVALID_VALUE. */
export function parseVoucherFilter(input: z.input<typeof voucherListInput>): VoucherFilter {
  const { promotionCode, search } = validate(voucherListInput, input).filter ?? {};
  return {
    promotionCode: promotionCode || undefined,
    search: normalCode(search ?? '') || undefined,
  };
}
