import type { Origin } from '@shop/schema';
import type { Caller } from '@shop/service';
import type { DeadLetterBox } from './domain/ports.ts';

export type DeadLetterContext = Caller & { readonly letters: DeadLetterBox };

/** What resolvers get, new for each request. */
export const createContext =
  (lettersFor: (origin: Origin) => DeadLetterBox) =>
  ({ viewer }: Caller, origin: Origin): DeadLetterContext => ({
    viewer,
    letters: lettersFor(origin),
  });
