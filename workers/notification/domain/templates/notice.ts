import type { ShopEvent } from '@shop/schema';
import { htmlPage, type Paragraph } from '../html.ts';
import type { Notice } from '../message.ts';
import { plain } from '../plain.ts';

export type Cause = Pick<ShopEvent, 'id' | 'correlationid'>;

const notice = (
  { id, correlationid }: Cause,
  template: string,
  message: Notice['message'],
): Notice => ({ eventId: id, template, correlationId: correlationid, message });

/** A mail as text and as HTML from the same paragraphs. Empty ones are left out. */
export function mailNotice(
  cause: Cause,
  template: string,
  to: string | readonly string[],
  title: string,
  paragraphs: readonly Paragraph[],
): Notice {
  const subject = plain(title);
  const said = paragraphs.filter((paragraph) => paragraph !== '');
  return notice(cause, template, {
    channel: 'EMAIL',
    to: [to].flat(),
    subject,
    text: said.map((one) => (typeof one === 'string' ? one : one.href)).join('\n\n'),
    html: htmlPage(subject, said),
  });
}

/** A text message of one line. */
export const smsNotice = (cause: Cause, template: string, to: string, text: string): Notice =>
  notice(cause, template, { channel: 'SMS', to, text: plain(text) });
