import type { ApolloClient } from '@apollo/client';
import { ApolloProvider } from '@apollo/client/react';
import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import './layout/base.css';
import { readAgain } from './account/read-again.ts';
import { announceViewer, followViewer } from './account/viewer-change.ts';
import { ErrorBoundary } from './layout/error-boundary.tsx';
import { watchLoading } from './layout/load-errors.ts';
import { FormatProvider, type Messages } from './messages/format.tsx';
import { currentLanguage, type Language } from './messages/language.ts';
import { loadMessages } from './messages/load-messages.ts';
import { onSessionEnd } from './shop/session.ts';
import { setUnansweredMessage } from './shop/unanswered-link.ts';

export type Application = {
  readonly client: ApolloClient;
  /** Where the application is served: `/shop`. */
  readonly basename: string;
  /** Loads the messages of the application in one language. */
  readonly loadMessages: (language: Language) => Promise<Messages>;
  readonly children: ReactNode;
};

/** Renders an application in the language of its user. */
export async function startPage(application: Application): Promise<void> {
  const { client } = application;
  watchLoading();
  const language = currentLanguage();
  document.documentElement.lang = language;
  const [shared, own] = await Promise.all([
    loadMessages(language),
    application.loadMessages(language),
  ]);
  const messages: Messages = { ...shared, ...own };
  setUnansweredMessage(messages['failure'] ?? '');
  createRoot(document.getElementById('root') as HTMLElement).render(
    <StrictMode>
      <ApolloProvider client={client}>
        <FormatProvider language={language} messages={messages}>
          <BrowserRouter basename={application.basename}>
            <ErrorBoundary>{application.children}</ErrorBoundary>
          </BrowserRouter>
        </FormatProvider>
      </ApolloProvider>
    </StrictMode>,
  );
  onSessionEnd(() => {
    announceViewer();
    void readAgain(client);
  });
  followViewer(client);
}
