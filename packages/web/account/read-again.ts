import type { ApolloClient } from '@apollo/client';

/**
 * Forgets what the viewer could read, and reads again what the page shows. Queries report their own errors; that of a part
 * of the page that closes meanwhile is aborted.
 */
export async function readAgain(client: ApolloClient): Promise<void> {
  await client.resetStore().catch(() => undefined);
}
