import { startPage } from '@shop/web';
import { App } from './app.tsx';
import { loadMessages } from './messages/load-messages.ts';
import { client } from './shop/client.ts';

// Most visits from elsewhere begin here: the page is loaded beside the messages, not after them.
if (location.pathname.startsWith('/shop/products/')) void import('./catalogue/product-page.tsx');
await startPage({ client, basename: '/shop', loadMessages, children: <App /> });

/** Sends what an earlier visit has left: not before the page is shown. */
async function resumeOutbox(): Promise<void> {
  const { outbox } = await import('./shop/outbox.ts');
  outbox.resume();
}
addEventListener('load', () => void resumeOutbox());
addEventListener('online', () => void resumeOutbox());
