import type { SendMailOptions } from 'nodemailer';
import type { Mail } from '../domain/message.ts';
import type { Label } from '../domain/ports.ts';

/** A correlation id comes from a client: what no header may hold is cut out. */
const headerValue = (text: string): string => text.replace(/[^\x21-\x7e]/g, '').slice(0, 200);

/** A mail as nodemailer takes it. */
export const letterOf = (mail: Mail, { messageId, correlationId }: Label): SendMailOptions => ({
  to: [...mail.to],
  subject: mail.subject,
  text: mail.text,
  html: mail.html,
  messageId: `<${messageId}@shop>`,
  headers: { 'X-Correlation-ID': headerValue(correlationId) },
});
