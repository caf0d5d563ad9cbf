import type { SendMailOptions } from 'nodemailer';
import type { Email } from '../domain/delivery.ts';
import type { Envelope } from '../domain/ports.ts';

/** A correlation id comes from a client: characters that a header must not contain are removed. */
const headerValue = (text: string): string => text.replace(/[^\x21-\x7e]/g, '').slice(0, 200);

/** Converts an e-mail to nodemailer's options. */
export const toMimeMessage = (
  email: Email,
  { messageId, correlationId }: Envelope,
): SendMailOptions => ({
  to: [...email.to],
  subject: email.subject,
  text: email.text,
  html: email.html,
  messageId: `<${messageId}@shop>`,
  headers: { 'X-Correlation-ID': headerValue(correlationId) },
});
