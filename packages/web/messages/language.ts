import { storedText } from '../shop/stored-text.ts';

export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];
const chosen = storedText('shop.language');

/** The language that was chosen, or else the first of the browser's that the shop has. */
export function currentLanguage(): Language {
  const wanted = [chosen.read(), ...navigator.languages].map((tag) => tag?.slice(0, 2));
  const isOffered = (one: string | undefined): one is Language =>
    languages.some((language) => language === one);
  return wanted.find(isOffered) ?? 'en';
}

/** Shows the shop in another language: messages are loaded before the page. */
export function chooseLanguage(language: Language): void {
  chosen.write(language);
  location.reload();
}
