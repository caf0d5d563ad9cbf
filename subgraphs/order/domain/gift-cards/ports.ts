import type { IdempotencyKey, Page, PageRequest } from '@shop/domain';
import type { GiftCard, GiftCardChange, GiftCardMovement } from './gift-card.ts';

/** Conditions of a list of gift cards. */
export type GiftCardFilter = {
  /** The end of the code. */
  readonly lastFour?: string | undefined;
};

/** The gift cards of one request. */
export type GiftCardBatch = { readonly id: string; readonly giftCards: readonly GiftCard[] };

export type GiftCardStore = {
  byIds(ids: readonly string[]): Promise<(GiftCard | undefined)[]>;
  byCodeHash(codeHash: string): Promise<GiftCard | undefined>;
  /**
   * Adds gift cards, each with its first change. With a key that was used before, returns the gift cards of that request.
   * Returns the hashes of codes that exist already, and then adds none. Refuses IDEMPOTENCY_CONFLICT.
   */
  add(
    batch: GiftCardBatch,
    actorId: string,
    key: IdempotencyKey,
  ): Promise<GiftCardBatch | { readonly taken: readonly string[] }>;
  /**
   * Decides under the row lock, and saves another gift card as a change, with an adjustment when its balance is another.
   * `undefined` when there is no such gift card.
   */
  update(
    id: string,
    by: { readonly actorId: string; readonly reason: string | null },
    decide: (giftCard: GiftCard) => GiftCard,
  ): Promise<GiftCard | undefined>;
  /** Returns a page, newest first. */
  page(filter: GiftCardFilter, request: PageRequest): Promise<Page<GiftCard>>;
  count(filter: GiftCardFilter): Promise<number>;
  /** Returns the latest movements of each gift card, newest first. */
  movements(giftCardIds: readonly string[], limit: number): Promise<readonly GiftCardMovement[][]>;
  /** Returns the changes of each gift card, newest first. */
  changes(giftCardIds: readonly string[]): Promise<readonly GiftCardChange[][]>;
};
