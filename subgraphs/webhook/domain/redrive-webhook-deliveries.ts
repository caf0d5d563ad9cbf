import { validate } from '@shop/domain';
import { z } from 'zod';
import { assertEnabled, endpointNotFound } from './endpoint.ts';
import type { DeliveryLog, EndpointStore } from './ports.ts';

const redriveInput = z
  .object({
    endpointId: z.string(),
    ids: z.array(z.string()).max(1_000, 'must be at most 1,000').nullish(),
    all: z.boolean().nullish(),
  })
  .refine(({ ids, all }) => Boolean(all) !== Boolean(ids?.length), {
    message: 'give ids, or all: true, and not both',
    path: ['ids'],
  });
export type RedriveInput = z.input<typeof redriveInput>;

type Ports = {
  readonly endpoints: Pick<EndpointStore, 'byId'>;
  readonly deliveries: Pick<DeliveryLog, 'redrive'>;
};

/** Sends parked deliveries again. Returns their number. Refuses INVALID_VALUE, NOT_FOUND, ILLEGAL_TRANSITION. */
export async function redriveWebhookDeliveries(
  { endpoints, deliveries }: Ports,
  input: RedriveInput,
): Promise<number> {
  const { endpointId, ids } = validate(redriveInput, input);
  assertEnabled((await endpoints.byId(endpointId)) ?? endpointNotFound());
  return deliveries.redrive(endpointId, ids?.length ? ids : undefined);
}
