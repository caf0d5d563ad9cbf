import type { Role } from '@shop/schema';
import type { Paragraph } from '../html-page.ts';
import type { Template } from '../template.ts';
import { pageOf } from './links.ts';

/** What a template with a link needs beside the event. */
export type LinkContext = { readonly shopUrl: string; readonly token: string };

/** A link to a page of the shop that takes the token, and the token alone for clients without the page. */
const tokenLink = (page: string, { shopUrl, token }: LinkContext): readonly Paragraph[] => [
  { href: `${pageOf(shopUrl, page)}?token=${encodeURIComponent(token)}` },
  `If the link does not open, use this code: ${token}`,
];

/** Without the name of the account: a stranger may have entered both the name and the address. */
const greeting = 'Hello,';

export const welcome: Template<'user.registered.v1'> = {
  name: 'welcome',
  purpose: 'ACCOUNT',
  subject: () => 'Welcome to the shop',
  body: () => [greeting, 'Your account is ready. We hope you enjoy looking around.'],
};

export const verifyEmail: Template<'user.email_verification_requested.v1', LinkContext> = {
  name: 'verify-email',
  purpose: 'ACCOUNT',
  subject: () => 'Verify your e-mail address',
  body: (_, link) => [
    greeting,
    'Please open this link within 24 hours to confirm that this e-mail address is yours:',
    ...tokenLink('verify-email', link),
  ],
};

export const passwordReset: Template<'user.password_reset_requested.v1', LinkContext> = {
  name: 'password-reset',
  purpose: 'ACCOUNT',
  subject: () => 'Choose a new password',
  body: (_, link) => [
    greeting,
    'We received a request for a new password for your account. You can choose one with this link, once and within 30 minutes:',
    ...tokenLink('reset-password', link),
    'If you did not ask for a new password, you need not do anything. Your password stays as it is.',
  ],
};

export const changeEmail: Template<'user.email_change_requested.v1', LinkContext> = {
  name: 'change-email',
  purpose: 'ACCOUNT',
  subject: () => 'Confirm your new e-mail address',
  body: (_, link) => [
    greeting,
    'Please open this link within 30 minutes to use this e-mail address for your account:',
    ...tokenLink('confirm-email', link),
    'If you did not ask for this, you need not do anything. No account will use this address.',
  ],
};

/** For the previous address. Without the new one: anyone may have entered it. */
export const emailChanged: Template<'user.email_changed.v1'> = {
  name: 'email-changed',
  purpose: 'ACCOUNT',
  subject: () => 'The e-mail address of your account was changed',
  body: () => [
    greeting,
    'Your account has a new e-mail address. You sign in with it, and this address receives no further e-mails about your account.',
    'If this was not you, contact us at once.',
  ],
};

export const passwordChanged: Template<'user.password_changed.v1'> = {
  name: 'password-changed',
  purpose: 'ACCOUNT',
  subject: () => 'Your password was changed',
  body: ({ by }) => [
    greeting,
    by === 'RESET'
      ? 'The password of your account was changed with a link from an e-mail. All devices were signed out.'
      : 'The password of your account was changed. All other devices were signed out.',
    'If this was not you, choose a new password at once and contact us.',
  ],
};

/** For the address that the account had. */
export const accountDeleted: Template<'user.deleted.v1'> = {
  name: 'account-deleted',
  purpose: 'ACCOUNT',
  subject: () => 'Your account was deleted',
  body: () => [
    greeting,
    'Your account was deleted, with your name, your e-mail address and your address book. All devices were signed out.',
    'What was ordered with it stays in our books, as the law requires.',
    'If this was not you, contact us at once.',
  ],
};

const roleNames: Readonly<Record<Role, string>> = {
  CUSTOMER: 'customer',
  STAFF: 'staff',
  ADMIN: 'administrator',
};

export const rolesChanged: Template<'user.roles_changed.v1'> = {
  name: 'roles-changed',
  purpose: 'ACCOUNT',
  subject: () => 'The roles of your account were changed',
  body: ({ roles }) => [
    greeting,
    `The roles of your account are now: ${roles.map((role) => roleNames[role]).join(', ')}.`,
    'If you did not expect this, contact us.',
  ],
};
