import { keyRetention, type RetentionPolicy } from '@shop/service/postgres';

type Days = {
  /** After the last change of a cart. */
  readonly carts: number;
  /** How long idempotency keys and webhooks are recognised. */
  readonly keys: number;
};

/** How long the rows that orders do not need forever are stored. */
export const orderRetention = ({ carts, keys }: Days): readonly RetentionPolicy[] => [
  { table: 'carts', column: 'updated_at', days: carts },
  keyRetention(keys),
];
