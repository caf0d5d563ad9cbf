import type { Language, Messages } from '@shop/web';

/** Loads the messages of one language alone. */
export const loadMessages = async (language: Language): Promise<Messages> =>
  language === 'de' ? (await import('./de.json')).default : (await import('./en.json')).default;
