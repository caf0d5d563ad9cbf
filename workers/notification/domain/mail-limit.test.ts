import { expect, it } from 'vitest';
import { mailboxOf, mailGroupOf } from './mail-limit.ts';

it.each([
  ['nel@shop.example', 'nel@shop.example'],
  ['NEL@Shop.Example', 'nel@shop.example'],
  ['nel+orders@shop.example', 'nel@shop.example'],
  ['nel+a+b@shop.example', 'nel@shop.example'],
  ['+nel@shop.example', '+nel@shop.example'],
  ['n.e.l@shop.example', 'n.e.l@shop.example'],
  ['N.e.l+x@googlemail.com', 'nel@gmail.com'],
])('%s is counted as the mailbox %s', (address, mailbox) => {
  expect(mailboxOf(address)).toBe(mailbox);
});

it('all order e-mails of a mailbox count together, account e-mails by template', () => {
  const groupOf = (purpose: 'ORDER' | 'ACCOUNT', template: string) =>
    mailGroupOf(purpose, template, 'nel@shop.example').group;
  expect(groupOf('ORDER', 'order-paid')).toBe(groupOf('ORDER', 'order-shipped'));
  expect(groupOf('ACCOUNT', 'verify-email')).not.toBe(groupOf('ACCOUNT', 'password-reset'));
});
