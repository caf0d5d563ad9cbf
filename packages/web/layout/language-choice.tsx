import { useFormat } from '../messages/format.tsx';
import { chooseLanguage, type Language, languages } from '../messages/language.ts';

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
