import { expect, it } from 'vitest';
import { welcome } from './welcome.ts';

const facts = { url: 'http://localhost:4000/graphql', mailbox: '/data/mailbox', seeded: true };

it('tells where mails are shown', () => {
  const mailboxUrl = 'http://localhost:4009/mailbox';
  expect(welcome({ ...facts, mailboxUrl })).toContain(`E-mails: ${mailboxUrl} (files in`);
});

it('names no page when mails go out', () => {
  const text = welcome({ ...facts, mailboxUrl: undefined });
  expect(text).toContain('E-mails go out by SMTP.');
  expect(text).not.toContain('mailbox');
});
