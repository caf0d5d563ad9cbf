import type { ApolloClient } from '@apollo/client';
import { storedText } from '../shop/stored-text.ts';
import { readAgain } from './read-again.ts';

const key = 'shop.viewer-changed';
const changed = storedText(key);

/** Tells the other tabs that a session has begun or ended. */
export const announceViewer = (): void => changed.write(crypto.randomUUID());

/** Reads again what the page shows when a session has begun or ended in another tab. */
export const followViewer = (client: ApolloClient): void =>
  addEventListener('storage', (event) => {
    if (event.key === key) void readAgain(client);
  });
