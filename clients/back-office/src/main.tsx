import { startPage } from '@shop/web';
import { App } from './app.tsx';
import { loadMessages } from './messages/load-messages.ts';
import { client } from './shop/client.ts';

await startPage({ client, basename: '/back-office', loadMessages, children: <App /> });
