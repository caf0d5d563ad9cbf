import { isId, optionalText, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import type { PricingStore } from './ports.ts';

const setTaxExemptionInput = z.object({
  customerId: z.string().refine(isId, 'must be the id of a user'),
  reference: optionalText(100),
});
export type SetTaxExemptionInput = z.input<typeof setTaxExemptionInput>;

/** Exempts a customer from taxes, or ends the exemption. Returns the id of the customer. Refuses INVALID_VALUE. */
export async function setTaxExemption(
  pricing: Pick<PricingStore, 'addExemption' | 'exemptions'>,
  staff: Viewer,
  input: SetTaxExemptionInput,
  now = new Date(),
): Promise<string> {
  const { customerId, reference } = validate(setTaxExemptionInput, input);
  const [current] = await pricing.exemptions([customerId]);
  if ((current?.reference ?? null) !== reference) {
    await pricing.addExemption({ customerId, reference, actorId: staff.id, createdAt: now });
  }
  return customerId;
}
