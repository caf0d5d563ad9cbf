import { storage } from '@shop/web';

/** Where the outbox is in the storage. */
export const outboxName = 'shop.outbox';

/** Whether there are orders or payments that are not answered yet. */
export async function hasUnsent(): Promise<boolean> {
  const stored = await storage.getItem(outboxName);
  return stored !== null && stored !== '[]';
}
