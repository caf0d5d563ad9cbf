import { expect, it } from 'vitest';
import { displayEmail, emailField, emailLookupField } from './email.ts';

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

it.each([
  'info@xn--e1afmkfd.xn--p1ai',
  "a.b&c/d#e!f=g?h%i*j^k$l|m{n}o~p`q'r+s-t_u@shop.example",
  `${'a'.repeat(64)}@${'b'.repeat(63)}.example`,
  'a@b.co',
  '1@2-3.example',
])('the e-mail address %s is stored as it is', (address) => {
  expect(emailField.parse(address)).toBe(address);
});

it.each([
  'a@example-.com',
  'a@-example.com',
  'a@exam_ple.com',
  `${'a'.repeat(65)}@shop.example`,
  `a@${'b'.repeat(64)}.example`,
  `a@${'ü'.repeat(60)}.example`,
  'a@localhost',
  'a@shop..example',
  'a@shop.example.',
  'a b@shop.example',
  'é@shop.example',
  'a@b@shop.example',
  '@shop.example',
  'a@',
  'a@mün%63hen.de',
  'a@münchen.de/x',
  'a@[127.0.0.1]',
  '"a"@shop.example',
  'a@shop.example\u200b',
])('the e-mail address %j is refused', (address) => {
  const { error } = emailField.safeParse(address);
  expect(error?.issues.map(({ message }) => message)).toEqual(['must be an e-mail address']);
});

it.each([
  ['Nel@MÜNCHEN.de', 'nel@xn--mnchen-3ya.de', 'nel@münchen.de'],
  ['nel@mu\u0308nchen.de', 'nel@xn--mnchen-3ya.de', 'nel@münchen.de'],
  ['info@пример.рф', 'info@xn--e1afmkfd.xn--p1ai', 'info@пример.рф'],
  ['a@例え。テスト', 'a@xn--r8jz45g.xn--zckzah', 'a@例え.テスト'],
  ['a@shop.example', 'a@shop.example', 'a@shop.example'],
])('the e-mail address %s is stored as %s and shown as %s', (typed, stored, shown) => {
  expect(emailField.parse(typed)).toBe(stored);
  expect(emailLookupField.parse(typed)).toBe(stored);
  expect(displayEmail(stored)).toBe(shown);
});

it('a domain that is not punycode is shown as it is', () => {
  expect(displayEmail('a@xn--.example')).toBe('a@xn--.example');
  expect(displayEmail('deleted')).toBe('deleted');
});
