import { formatMoney } from '@shop/client';
import { createContext, type ReactNode, use, useMemo } from 'react';
import type en from './en.json';
import type { Language } from './language.ts';

/** Messages by their key: those of this package, and those of the application. */
export type Messages = Readonly<Record<string, string>>;
/** The messages that every application has. */
export type WebMessageKey = keyof typeof en;
export type Values = Readonly<Record<string, string | number>>;
/** The keys of which there is a form for one and a form for other numbers. */
type CountKey<Key extends string> = Key extends `${infer Base}.one` ? Base : never;

export type Format<Key extends string> = {
  readonly language: Language;
  text(key: Key, values?: Values): string;
  /** A message with a form for one and one for other numbers: `<key>.one` and `<key>.other`. */
  count(key: CountKey<Key>, count: number): string;
  /** The name of a value, such as a status: `<group>.<value>`. One that is newer than this page is shown as it is. */
  name(group: string, value: string): string;
  money(money: { readonly amount: string; readonly currencyCode: string }): string;
  date(time: string): string;
  day(time: string): string;
};

/** Puts values at their names in braces; a name without a value stays. */
export const fill = (message: string, values: Values): string =>
  message.replace(/\{(\w+)\}/g, (name, key: string) => String(values[key] ?? name));

function createFormat(language: Language, messages: Messages): Format<string> {
  const plural = new Intl.PluralRules(language);
  const dates = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  const days = new Intl.DateTimeFormat(language, { dateStyle: 'medium' });
  const text: Format<string>['text'] = (key, values = {}) => fill(messages[key] ?? key, values);
  return {
    language,
    text,
    count: (key, count) =>
      text(`${key}.${plural.select(count) === 'one' ? 'one' : 'other'}`, { count }),
    name: (group, value) => messages[`${group}.${value}`] ?? value,
    money: (money) => formatMoney(money, language),
    date: (time) => dates.format(new Date(time)),
    day: (time) => days.format(new Date(time)),
  };
}

type Provided = { readonly format: Format<string>; readonly messages: Messages };
const FormatContext = createContext<Provided | undefined>(undefined);

/** Provides the messages and formats of a language to the page. */
export function FormatProvider(props: {
  language: Language;
  messages: Messages;
  children: ReactNode;
}) {
  const { language, messages, children } = props;
  const provided = useMemo(
    () => ({ format: createFormat(language, messages), messages }),
    [language, messages],
  );
  return <FormatContext value={provided}>{children}</FormatContext>;
}

function useProvided(): Provided {
  const provided = use(FormatContext);
  if (!provided) throw new Error('useFormatOf needs a FormatProvider.');
  return provided;
}

/** Provides more messages to a part of the page. */
export function MoreMessages(props: { messages: Messages; children: ReactNode }) {
  const { format, messages } = useProvided();
  const all = useMemo(() => ({ ...messages, ...props.messages }), [messages, props.messages]);
  return (
    <FormatProvider language={format.language} messages={all}>
      {props.children}
    </FormatProvider>
  );
}

/** Returns the messages and formats of the page's language. An application names the keys of its messages. */
export const useFormatOf = <Key extends string>(): Format<Key | WebMessageKey> =>
  useProvided().format;

export const useFormat = (): Format<WebMessageKey> => useFormatOf<never>();
