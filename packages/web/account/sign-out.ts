import type { ApolloClient } from '@apollo/client';
import type { DocumentNode } from 'graphql';
import { session } from '../shop/session.ts';
import { readAgain } from './read-again.ts';
import { announceViewer } from './viewer-change.ts';

/** Ends the session with the mutation of the application, and forgets all that the cache has of the viewer. */
export async function signOut(client: ApolloClient, mutation: DocumentNode): Promise<void> {
  await client.mutate({ mutation }).catch(() => undefined);
  await forgetViewer(client);
}

/** Forgets the viewer, whose session the shop has ended. */
export async function forgetViewer(client: ApolloClient): Promise<void> {
  await session.signOut();
  announceViewer();
  await readAgain(client);
}
