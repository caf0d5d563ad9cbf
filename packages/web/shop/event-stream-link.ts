import { ApolloLink } from '@apollo/client/link';
import { from, mergeMap } from 'rxjs';

/** Streams subscriptions. Pages without one do not load what that needs. */
export const eventStreamLink = new ApolloLink((operation) =>
  from(import('./event-streams.ts')).pipe(mergeMap(({ stream }) => stream(operation))),
);
