import type { MailGroup } from './mail-limit.ts';

/** How a message reaches its recipient. */
export type Channel = 'EMAIL' | 'SMS';

/** A rendered e-mail, ready to be sent. */
export type Email = {
  readonly channel: 'EMAIL';
  /** One or more addresses, all of them recipients of this one e-mail. */
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
};

/** A rendered text message, ready to be sent. */
export type TextMessage = {
  readonly channel: 'SMS';
  /** E.164, such as +4930123456. */
  readonly to: string;
  readonly text: string;
};

/** One message to send. An event leads to at most one delivery for each template and channel. */
export type Delivery = {
  readonly eventId: string;
  readonly template: string;
  readonly correlationId: string;
  readonly message: Email | TextMessage;
  /** What it counts as, where e-mails to a mailbox are limited. */
  readonly mailGroup?: MailGroup | undefined;
};

/** The id that a mail server sees: the same for every attempt, unique for each delivery. */
export const messageIdOf = ({ eventId, template, message }: Delivery): string =>
  message.channel === 'EMAIL' ? `${eventId}.${template}` : `${eventId}.${template}.sms`;
