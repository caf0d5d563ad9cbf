import { currentLanguage, MoreMessages } from '@shop/web';
import { lazy, type ReactNode } from 'react';
import { loadPageMessages } from './load-messages.ts';

/** Provides the messages of the pages, which only a viewer loads. */
export const PageMessages = lazy(async () => {
  const messages = await loadPageMessages(currentLanguage());
  return {
    default: ({ children }: { readonly children: ReactNode }) => (
      <MoreMessages messages={messages}>{children}</MoreMessages>
    ),
  };
});
