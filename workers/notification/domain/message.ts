/** How a message reaches people. */
export type Channel = 'EMAIL' | 'SMS';

/** A mail, ready to be sent. */
export type Mail = {
  readonly channel: 'EMAIL';
  /** One address or more: all of them stand in the one mail. */
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
};

/** A text message, ready to be sent. */
export type Sms = {
  readonly channel: 'SMS';
  /** E.164, such as +4930123456. */
  readonly to: string;
  readonly text: string;
};

/** A message that an event asks for. One event asks for one message of a template and channel at most. */
export type Notice = {
  readonly eventId: string;
  readonly template: string;
  readonly correlationId: string;
  readonly message: Mail | Sms;
};

/** What the carrier knows a message by: the same for every try, never the same for two messages. */
export const messageIdOf = ({ eventId, template, message }: Notice): string =>
  message.channel === 'EMAIL' ? `${eventId}.${template}` : `${eventId}.${template}.sms`;
