import type { EventType, ShopEvent } from '@shop/schema';
import type { Paragraph } from './html-page.ts';
import type { MailPurpose } from './mail-limit.ts';
import type { Template } from './template.ts';

/** Where a notification is sent; each recipient adds a channel. */
export type Recipients = {
  readonly emails: readonly string[];
  readonly phone?: string | undefined;
};

/** What a customer or staff is told because of an event, before it has a channel. */
export type Notification = {
  readonly eventId: string;
  readonly correlationId: string;
  readonly template: string;
  /** The hourly limit that its e-mail counts against, if any. */
  readonly purpose?: MailPurpose | undefined;
  readonly recipients: Recipients;
  readonly subject: string;
  readonly body: readonly Paragraph[];
  /** Everything in one line, for a text message. */
  readonly textMessage: string;
};

/** The notification that a template makes of an event; `extra` is what the event does not contain. */
export const newNotification = <T extends EventType, X>(
  { id, correlationid, data }: ShopEvent<T>,
  template: Template<T, X>,
  recipients: Recipients,
  extra: X,
): Notification => {
  const subject = template.subject(data);
  return {
    eventId: id,
    correlationId: correlationid,
    template: template.name,
    purpose: template.purpose,
    recipients,
    subject,
    body: template.body(data, extra),
    textMessage: template.textMessage?.(data) ?? subject,
  };
};
