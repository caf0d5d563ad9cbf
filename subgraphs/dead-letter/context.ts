import type { Origin } from '@shop/schema';
import type { ViewerContext } from '@shop/service';
import type { DeadLetterQueues } from './domain/ports.ts';

export type DeadLetterContext = ViewerContext & { readonly deadLetters: DeadLetterQueues };

/** Creates the resolvers' context of one request. */
export const createContext =
  (deadLettersFor: (origin: Origin) => DeadLetterQueues) =>
  ({ viewer }: ViewerContext, origin: Origin): DeadLetterContext => ({
    viewer,
    deadLetters: deadLettersFor(origin),
  });
