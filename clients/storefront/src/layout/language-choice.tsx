import { chooseLanguage, type Language, languages, useFormat } from '../messages/messages.tsx';

const names: Readonly<Record<Language, string>> = { en: 'English', de: 'Deutsch' };

export function LanguageChoice() {
  const { language, text } = useFormat();
  return (
    <select
      aria-label={text('language')}
      value={language}
      onChange={({ target }) => chooseLanguage(target.value as Language)}
    >
      {languages.map((one) => (
        <option key={one} value={one} lang={one}>
          {names[one]}
        </option>
      ))}
    </select>
  );
}
