import { useFormatOf, type WebMessageKey } from '@shop/web';
import type en from './en.json';
import type pages from './pages.en.json';

export type MessageKey = keyof typeof en | keyof typeof pages | WebMessageKey;

/** Returns the messages and formats of the page's language. */
export const useFormat = () => useFormatOf<MessageKey>();
