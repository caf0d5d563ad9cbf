import type { Viewer } from '@shop/schema';
import { newViewer } from '../fixtures.ts';
import type { Client, execute } from '../graph-fixture.ts';
import type { openOrderFixture } from '../order-fixture.ts';

export type Fixture = Awaited<ReturnType<typeof openOrderFixture>>;
export type Input = Readonly<Record<string, unknown>>;

/** A request that is refused, and what the payload has beside `userErrors`: the objects as they are now. */
export type Refused = {
  /** Absent for a mutation without input. */
  readonly input?: Input;
  readonly now?: object;
  /** The customer of the orders unless stated; null for a guest. */
  readonly viewer?: Viewer | null;
  readonly client?: Client;
  /** The stores of the request, where they differ. */
  readonly stores?: Parameters<typeof execute>[0];
};

/** What provokes each refusal, by `mutation CODE`. */
export type RefusalCases = Readonly<Record<string, () => Promise<Refused>>>;

export const manager = newViewer(['pricing:write']);
export const conflict = { expectedVersion: 99 };
