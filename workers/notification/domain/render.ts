import type { Delivery, Email, TextMessage } from './delivery.ts';
import { htmlPage } from './html-page.ts';
import { mailGroupOf } from './mail-limit.ts';
import type { Notification } from './notification.ts';
import { singleLine } from './untrusted-text.ts';

/** Renders text and HTML from the same paragraphs. */
function renderEmail({ subject: title, body, recipients }: Notification): Email {
  const subject = singleLine(title);
  const paragraphs = body.filter((paragraph) => paragraph !== '');
  return {
    channel: 'EMAIL',
    to: recipients.emails,
    subject,
    text: paragraphs.map((one) => (typeof one === 'string' ? one : one.href)).join('\n\n'),
    html: htmlPage(subject, paragraphs),
  };
}

const renderTextMessage = (to: string, { textMessage }: Notification): TextMessage => ({
  channel: 'SMS',
  to,
  text: singleLine(textMessage),
});

/** Renders a notification for each channel that its recipients can be reached on. */
export function deliveriesOf(notification: Notification): Delivery[] {
  const { eventId, template, correlationId, recipients, purpose } = notification;
  const about = { eventId, template, correlationId };
  const [first] = recipients.emails;
  const mailGroup = purpose && first ? mailGroupOf(purpose, template, first) : undefined;
  return [
    ...(first ? [{ ...about, mailGroup, message: renderEmail(notification) }] : []),
    ...(recipients.phone
      ? [{ ...about, message: renderTextMessage(recipients.phone, notification) }]
      : []),
  ];
}
