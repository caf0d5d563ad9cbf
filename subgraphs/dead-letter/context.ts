import type { Origin } from '@shop/schema';
import type { Connection, ViewerContext } from '@shop/service';
import type { DeadLetter } from './domain/dead-letter.ts';
import type { DeadLetterQueues } from './domain/ports.ts';

export type DeadLetterContext = ViewerContext & { readonly deadLetters: DeadLetterQueues };

/** The value that the resolvers of `DeadLetterList` read. */
export type DeadLetterList = Connection<DeadLetter>;

/** Creates the resolvers' context of one request. */
export const createContext =
  (deadLettersFor: (origin: Origin) => DeadLetterQueues) =>
  ({ viewer }: ViewerContext, origin: Origin): DeadLetterContext => ({
    viewer,
    deadLetters: deadLettersFor(origin),
  });
