import { apolloSend, createOutbox } from '@shop/client';
import { storage } from '@shop/web';
import { client } from './client.ts';

/** Orders and payments: stored before they are sent, and sent until they are answered. */
export const outbox = createOutbox({ storage, send: apolloSend(client) });
