import {
  breaks,
  constraint,
  idempotencyKeyField,
  newId,
  newIdempotencyKey,
  Refusal,
  refuse,
  validate,
} from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import type { PricingStore } from '../pricing/ports.ts';
import type { VoucherStore } from './ports.ts';
import { chosenCodeField, generateCode, normalCode, type Voucher } from './voucher.ts';

const maxCodes = 1_000;
const maxUses = 1_000_000;

export const maxUsesField = z
  .number()
  .int()
  .min(1, 'must be at least 1')
  .max(maxUses, `must be at most ${maxUses}`)
  .nullish()
  .transform((uses) => uses ?? null);

const createVouchersInput = z.object({
  promotionCode: z.string().max(40, 'must have at most 40 characters'),
  codes: z
    .array(chosenCodeField)
    .min(1, 'must not be empty')
    .max(maxCodes, `must have at most ${maxCodes} entries`)
    .refine((codes) => new Set(codes).size === codes.length, {
      error: 'must differ',
      ...breaks('DUPLICATE'),
    })
    .nullish(),
  generate: z
    .object({
      count: z
        .number()
        .int()
        .min(1, 'must be at least 1')
        .max(maxCodes, `must be at most ${maxCodes}`),
      prefix: z
        .string()
        .max(20, 'must have at most 20 characters')
        .regex(/^[0-9A-Za-z-]*$/, 'must have letters, digits and hyphens only')
        .nullish()
        .transform((prefix) => normalCode(prefix ?? '')),
    })
    .nullish(),
  maxUses: maxUsesField,
  idempotencyKey: idempotencyKeyField,
});
export type CreateVouchersInput = z.input<typeof createVouchersInput>;

/**
 * Creates voucher codes of a promotion: chosen ones, or generated ones that cannot be guessed. Refuses INVALID_VALUE,
 * NOT_FOUND for the promotion, VOUCHER_TAKEN, IDEMPOTENCY_CONFLICT.
 */
export async function createVouchers(
  {
    vouchers,
    pricing,
  }: { vouchers: Pick<VoucherStore, 'add'>; pricing: Pick<PricingStore, 'current'> },
  staff: Viewer,
  input: CreateVouchersInput,
  now = new Date(),
): Promise<readonly Voucher[]> {
  const request = validate(createVouchersInput, input);
  const { promotionCode, codes, generate } = request;
  if ((codes == null) === (generate == null)) {
    const message = 'Give exactly one of `codes` and `generate`.';
    refuse('INVALID_VALUE', message, ['codes'], constraint('NOT_ALLOWED'));
  }
  await assertTakesVouchers(pricing, promotionCode);
  const all =
    codes ??
    Array.from({ length: generate?.count ?? 0 }, () => generateCode(generate?.prefix ?? ''));
  const created = all.map((code) => ({
    ...{ id: newId(), code, promotionCode, maxUses: request.maxUses },
    ...{ isDisabled: false, version: 1, createdAt: now },
  }));
  const key = newIdempotencyKey('createVouchers', staff.id, request);
  const result = await vouchers.add(created, staff.id, key);
  if ('added' in result) return result.added;
  throw new Refusal(
    result.taken.map((code) => ({
      ...{ code: 'VOUCHER_TAKEN', message: 'The voucher code exists already.' },
      field: codes ? ['codes', String(codes.indexOf(code))] : ['generate'],
    })),
  );
}

async function assertTakesVouchers(
  pricing: Pick<PricingStore, 'current'>,
  promotionCode: string,
): Promise<void> {
  const { promotions } = (await pricing.current()).PROMOTIONS.rules;
  const promotion = promotions.find(({ code }) => code === promotionCode);
  const field = ['promotionCode'];
  if (!promotion) return refuse('NOT_FOUND', 'There is no such promotion.', field);
  if (promotion.requiresVoucher) return;
  const message = 'The promotion is automatic: it has no voucher codes.';
  refuse('INVALID_VALUE', message, field, constraint('NOT_ALLOWED'));
}
