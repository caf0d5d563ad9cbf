import { expect, it } from 'vitest';
import { welcome } from './welcome.ts';

const facts = { url: 'http://localhost:4000/graphql', mailbox: '/data/mailbox', seeded: true };

it('the text at the end of the start names the shop first, then the back office, then the pages of its API', () => {
  const text = welcome({ ...facts, mailboxUrl: undefined });
  const urls = [...text.matchAll(/^.*: (http:\S+)$/gm)].map(([, url]) => url);
  expect(urls.slice(0, 4)).toEqual([
    'http://localhost:4000/shop/',
    'http://localhost:4000/back-office/',
    'http://localhost:4000/graphiql',
    'http://localhost:4000/graphql',
  ]);
});

it('the text at the end of the start names the page with the e-mails', () => {
  const mailboxUrl = 'http://localhost:4009/mailbox';
  expect(welcome({ ...facts, mailboxUrl })).toContain(`E-mails: ${mailboxUrl} (files in`);
});

it('the text at the end of the start names no mailbox when e-mails are sent by SMTP', () => {
  const text = welcome({ ...facts, mailboxUrl: undefined });
  expect(text).toContain('E-mails are sent by SMTP.');
  expect(text).not.toContain('mailbox');
});
