import type { Messages } from './format.tsx';
import type { Language } from './language.ts';

/** Loads the messages of one language alone. */
export const loadMessages = async (language: Language): Promise<Messages> =>
  language === 'de' ? (await import('./de.json')).default : (await import('./en.json')).default;
