import { expect, it } from 'vitest';
import { emailField, emailLookupField } from './email.ts';

const longest = `${'a'.repeat(242)}@shop.example`.slice(-254);

it.each([emailField, emailLookupField])(
  'an e-mail address is trimmed and in lower case',
  (field) => {
    expect(field.parse(' Nel@Shop.Example ')).toBe('nel@shop.example');
  },
);

it.each([
  ['is empty', ' '],
  ['has more than 254 characters', `a${longest}`],
  ['has a control character', 'a\tb@shop.example'],
])('an e-mail address that %s is refused, also to find something by', (_, text) => {
  expect(emailField.safeParse(text).success).toBe(false);
  expect(emailLookupField.safeParse(text).success).toBe(false);
});

it('an e-mail address of 254 characters can be looked up', () => {
  expect(longest).toHaveLength(254);
  expect(emailLookupField.safeParse(longest).success).toBe(true);
});

it('text without the syntax of an e-mail address finds something but is not stored', () => {
  expect(emailLookupField.parse('nonsense')).toBe('nonsense');
  expect(emailField.safeParse('nonsense').success).toBe(false);
});
