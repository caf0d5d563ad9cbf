import type { MessageKey } from '../messages/messages.ts';

const known: Readonly<Record<string, MessageKey>> = {
  PENDING: 'status.PENDING',
  CONFIRMED: 'status.CONFIRMED',
  REJECTED: 'status.REJECTED',
  PAID: 'status.PAID',
  SHIPPED: 'status.SHIPPED',
  DELIVERED: 'status.DELIVERED',
  CANCELLED: 'status.CANCELLED',
};

/** Returns the name of an order's status; one that is newer than this page is shown as it is. */
export function statusText(status: string, text: (key: MessageKey) => string): string {
  const key = known[status];
  return key ? text(key) : status;
}
