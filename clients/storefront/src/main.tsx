import { startPage } from '@shop/web';
import { App } from './app.tsx';
import { loadMessages } from './messages/load-messages.ts';
import { client } from './shop/client.ts';
import { hasUnsent } from './shop/has-unsent.ts';

// Most visits from elsewhere begin here: the page is loaded beside the messages, not after them.
if (location.pathname.startsWith('/shop/products/')) {
  // The page reports when its code cannot be loaded.
  import('./catalogue/product-page.tsx').catch(() => undefined);
}
await startPage({ client, basename: '/shop', loadMessages, children: <App /> });

/** Sends what an earlier visit has left: not before the page is shown. */
async function resumeOutbox(): Promise<void> {
  if (!(await hasUnsent())) return;
  const loaded = await import('./shop/outbox.ts').catch(() => undefined);
  loaded?.outbox.resume();
}
// The page may be loaded before its messages are.
if (document.readyState === 'complete') void resumeOutbox();
else addEventListener('load', () => void resumeOutbox());
addEventListener('online', () => void resumeOutbox());
