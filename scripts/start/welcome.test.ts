import { expect, it } from 'vitest';
import { welcome } from './welcome.ts';

const facts = { url: 'http://localhost:4000/graphql', mailbox: '/data/mailbox', seeded: true };

it('the text at the end of the start names the page with the e-mails', () => {
  const mailboxUrl = 'http://localhost:4009/mailbox';
  expect(welcome({ ...facts, mailboxUrl })).toContain(`E-mails: ${mailboxUrl} (files in`);
});

it('the text at the end of the start names no mailbox when e-mails are sent by SMTP', () => {
  const text = welcome({ ...facts, mailboxUrl: undefined });
  expect(text).toContain('E-mails are sent by SMTP.');
  expect(text).not.toContain('mailbox');
});
