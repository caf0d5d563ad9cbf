import { formatMoney } from '@shop/client';
import { createContext, type ReactNode, use, useMemo } from 'react';
import { storedText } from '../shop/stored-text.ts';
import type en from './en.json';

export type Messages = typeof en;
export type MessageKey = keyof Messages;
type Values = Readonly<Record<string, string | number>>;

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

type Format = {
  readonly language: Language;
  text(key: MessageKey, values?: Values): string;
  /** A message with a form for one and one for other numbers: `<key>.one` and `<key>.other`. */
  count(key: 'items' | 'products' | 'days', count: number): string;
  money(money: { readonly amount: string; readonly currencyCode: string }): string;
  date(time: string): string;
  day(time: string): string;
};

const fill = (message: string, values: Values) =>
  message.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));

export function createFormat(language: Language, messages: Messages): Format {
  const plural = new Intl.PluralRules(language);
  const dates = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  const days = new Intl.DateTimeFormat(language, { dateStyle: 'medium' });
  const text: Format['text'] = (key, values = {}) => fill(messages[key], values);
  return {
    language,
    text,
    count: (key, count) =>
      text(`${key}.${plural.select(count) === 'one' ? 'one' : 'other'}`, { count }),
    money: (money) => formatMoney(money, language),
    date: (time) => dates.format(new Date(time)),
    day: (time) => days.format(new Date(time)),
  };
}

const FormatContext = createContext<Format | undefined>(undefined);

/** Provides the messages and formats of a language to the page. */
export function FormatProvider(props: {
  language: Language;
  messages: Messages;
  children: ReactNode;
}) {
  const { language, messages, children } = props;
  const format = useMemo(() => createFormat(language, messages), [language, messages]);
  return <FormatContext value={format}>{children}</FormatContext>;
}

/** Returns the messages and formats of the page's language. */
export function useFormat(): Format {
  const format = use(FormatContext);
  if (!format) throw new Error('useFormat needs a FormatProvider.');
  return format;
}
