import type { Language, Messages } from '@shop/web';

/** Loads the messages of one language alone that the page to sign in and the navigation have. */
export const loadMessages = async (language: Language): Promise<Messages> =>
  language === 'de' ? (await import('./de.json')).default : (await import('./en.json')).default;

/** Loads the messages of the pages behind it. */
export const loadPageMessages = async (language: Language): Promise<Messages> =>
  language === 'de'
    ? (await import('./pages.de.json')).default
    : (await import('./pages.en.json')).default;
