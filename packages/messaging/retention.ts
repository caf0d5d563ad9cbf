import type { RetentionPolicy } from '@shop/service/postgres';

/** Published events, which a replay can send again. Rows age in the order of `seq`. */
export const outboxRetention = (days: number): RetentionPolicy => ({
  table: 'outbox',
  column: 'published_at',
  agesBy: 'seq',
  days,
});

/**
 * Ids of handled events, by which a second delivery is recognised. Stored at least as long as the outbox
 * stores events, or a replay would be handled again.
 */
export const inboxRetention = (days: number): RetentionPolicy => ({
  table: 'inbox',
  column: 'received_at',
  days,
});
