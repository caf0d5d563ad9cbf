import { isId } from '@shop/domain';
import {
  mutationPayload,
  parseArguments,
  parsePage,
  requireViewer,
  toConnection,
} from '@shop/service';
import type { OrderContext, VoucherConnection } from '../context.ts';
import { createVouchers } from '../domain/vouchers/create-vouchers.ts';
import { updateVoucher } from '../domain/vouchers/update-voucher.ts';
import { normalCode } from '../domain/vouchers/voucher.ts';
import { parseVoucherFilter } from '../domain/vouchers/voucher-list-input.ts';
import type {
  MutationResolvers,
  QueryVouchersArgs,
  VoucherChangeResolvers,
  VoucherResolvers,
} from '../generated/graphql.ts';

/** The mutations of voucher codes. */
export const voucherMutations: MutationResolvers = {
  createVouchers: (_, { input }, context) =>
    mutationPayload(async () => ({
      vouchers: [...(await createVouchers(context, requireViewer(context), input))],
    })),
  updateVoucher: (_, { input }, context) =>
    mutationPayload(
      async () => ({ voucher: await updateVoucher(context, requireViewer(context), input) }),
      async () => {
        const [voucher] = await context.vouchers.byCodes([normalCode(input.code)]);
        return voucher ? { voucher } : {};
      },
    ),
};

/** Returns one page of the voucher codes, newest first. Throws BAD_USER_INPUT. */
export async function listVouchers(
  { filter, ...args }: QueryVouchersArgs,
  { vouchers }: OrderContext,
): Promise<VoucherConnection> {
  const conditions = parseArguments(() => parseVoucherFilter({ filter }));
  const request = parsePage('vouchers', args, [isId]);
  return toConnection(await vouchers.page(conditions, request), {
    ...{ list: 'vouchers', request },
    keyOf: ({ id }) => [id],
    count: () => vouchers.count(conditions),
  });
}

export const Voucher: VoucherResolvers = {
  changes: async ({ id }, _, { loaders }) => [...(await loaders.voucherChanges.load(id))],
};

export const VoucherChange: VoucherChangeResolvers = {
  author: ({ actorId }) => ({ id: actorId }),
};
