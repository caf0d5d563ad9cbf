import { ApolloProvider } from '@apollo/client/react';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import './layout/base.css';
import { readAgain } from './account/read-again.ts';
import { App } from './app.tsx';
import { loadMessages } from './messages/load-messages.ts';
import { currentLanguage, FormatProvider } from './messages/messages.tsx';
import { client } from './shop/client.ts';
import { onSessionEnd } from './shop/session.ts';

const language = currentLanguage();
document.documentElement.lang = language;
const messages = await loadMessages(language);

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <ApolloProvider client={client}>
      <FormatProvider language={language} messages={messages}>
        <BrowserRouter basename="/shop">
          <App />
        </BrowserRouter>
      </FormatProvider>
    </ApolloProvider>
  </StrictMode>,
);

onSessionEnd(() => void readAgain(client));

/** Sends what an earlier visit has left: not before the page is shown. */
async function resumeOutbox(): Promise<void> {
  const { outbox } = await import('./shop/outbox.ts');
  outbox.resume();
}
addEventListener('load', () => void resumeOutbox());
addEventListener('online', () => void resumeOutbox());
