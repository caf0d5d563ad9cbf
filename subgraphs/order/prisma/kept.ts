import { type Kept, keptKeys } from '@shop/service';

type Days = {
  /** After the last change of a cart. */
  readonly carts: number;
  /** How long idempotency keys and webhooks are recognised. */
  readonly keys: number;
  /** The books of the test provider: charges with their refunds. */
  readonly testCharges: number;
};

/** How long what is not for ever is kept. */
export const kept = ({ carts, keys, testCharges }: Days): readonly Kept[] => [
  { table: 'carts', since: 'updated_at', days: carts },
  keptKeys(keys),
  { table: 'webhook_events', since: 'received_at', days: keys },
  { table: 'test_charges', since: 'created_at', days: testCharges },
];
