import type { Origin } from '@shop/schema';
import type { ViewerContext } from '@shop/service';
import type { DeadLetterBox } from './domain/ports.ts';

export type DeadLetterContext = ViewerContext & { readonly letters: DeadLetterBox };

/** What resolvers get, new for each request. */
export const createContext =
  (lettersFor: (origin: Origin) => DeadLetterBox) =>
  ({ viewer }: ViewerContext, origin: Origin): DeadLetterContext => ({
    viewer,
    letters: lettersFor(origin),
  });
