import type { EventData, EventType } from '@shop/schema';
import type { Paragraph } from './html-page.ts';
import type { MailPurpose } from './mail-limit.ts';

/** Makes the subject and the body of a notification from the data of an event. */
export type Template<T extends EventType, Extra = undefined> = {
  /** Part of the delivery's key: a renamed template sends a replayed event's notification again. */
  readonly name: string;
  /** The hourly limit that e-mails to customers count against; staff have none. */
  readonly purpose?: MailPurpose;
  subject(data: EventData<T>): string;
  /** Paragraphs; empty ones are left out. */
  body(data: EventData<T>, extra: Extra): readonly Paragraph[];
  /** One line; the subject when a template has no text of its own for phones. */
  textMessage?(data: EventData<T>): string;
};
