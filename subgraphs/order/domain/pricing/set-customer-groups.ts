import { isId, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import type { PricingStore } from './ports.ts';
import { customerGroupsField } from './promotion-field.ts';

const setCustomerGroupsInput = z.object({
  customerId: z.string().refine(isId, 'must be the id of a user'),
  groups: customerGroupsField,
});
export type SetCustomerGroupsInput = z.input<typeof setCustomerGroupsInput>;

/** Sets the groups that a customer is in. Returns the id of the customer. Refuses INVALID_VALUE. */
export async function setCustomerGroups(
  pricing: Pick<PricingStore, 'addGroups' | 'groups'>,
  staff: Viewer,
  input: SetCustomerGroupsInput,
  now = new Date(),
): Promise<string> {
  const { customerId, groups } = validate(setCustomerGroupsInput, input);
  const [current = []] = await pricing.groups([customerId]);
  if (current.join() !== groups.join()) {
    await pricing.addGroups({ customerId, groups, actorId: staff.id, createdAt: now });
  }
  return customerId;
}
