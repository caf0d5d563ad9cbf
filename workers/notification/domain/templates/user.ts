import type { ShopEvent } from '@shop/schema';
import type { Paragraph } from '../html.ts';
import { plain } from '../plain.ts';
import { mailNotice } from './notice.ts';

/** The page of the shop that takes a token; the token alone for clients without such a page. */
const secretLink = (shopUrl: string, page: string, token: string): readonly Paragraph[] => [
  { href: `${shopUrl.replace(/\/+$/, '')}/${page}?token=${encodeURIComponent(token)}` },
  `If the link does not open, use this code: ${token}`,
];

/** The mails of accounts. */
export const userTemplates = {
  welcome: (event: ShopEvent<'user.registered.v1'>) =>
    mailNotice(event, 'welcome', event.data.email, 'Welcome to the shop', [
      `Hello ${plain(event.data.displayName)},`,
      'your account is ready. Enjoy looking around.',
    ]),

  verifyEmail: (
    event: ShopEvent<'user.email_verification_requested.v1'>,
    token: string,
    shopUrl: string,
  ) =>
    mailNotice(event, 'verify-email', event.data.email, 'Verify your e-mail address', [
      `Hello ${plain(event.data.displayName)},`,
      'open this link within 24 hours to tell us that this address is yours:',
      ...secretLink(shopUrl, 'verify-email', token),
    ]),

  passwordReset: (
    event: ShopEvent<'user.password_reset_requested.v1'>,
    token: string,
    shopUrl: string,
  ) =>
    mailNotice(event, 'password-reset', event.data.email, 'Choose a new password', [
      `Hello ${plain(event.data.displayName)},`,
      'somebody, probably you, wants a new password for your account. This link is good for 30 minutes, once:',
      ...secretLink(shopUrl, 'reset-password', token),
      'If it was not you, do nothing: your password stays as it is.',
    ]),
};
