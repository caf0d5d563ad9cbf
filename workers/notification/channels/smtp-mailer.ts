import nodemailer from 'nodemailer';
import { type Mailer, MessageRejectedError } from '../domain/ports.ts';
import { toMimeMessage } from './mime-message.ts';

type SmtpError = Error & { responseCode?: number; code?: string; command?: string };

/** Errors that occur before the server has received the message. */
const beforeTheMessage = new Set(['ECONNECTION', 'EDNS', 'EAUTH', 'ETLS']);

export type SmtpMailer = Mailer & { close(): void };

/** Sends through an SMTP server, over a pool of connections. */
export function createSmtpMailer(url: string, from: string): SmtpMailer {
  const transport = nodemailer.createTransport({ url, pool: true, maxConnections: 5 }, { from });
  return {
    async send(email, envelope) {
      try {
        await transport.sendMail(toMimeMessage(email, envelope));
      } catch (error) {
        throw rejectionOf(error as SmtpError) ?? error;
      }
    },
    close: () => transport.close(),
  };
}

/** RFC 5321, section 4.2.1: 4yz is a temporary, 5yz a permanent rejection. */
function rejectionOf({
  message,
  responseCode,
  code,
  command,
}: SmtpError): MessageRejectedError | undefined {
  if (responseCode !== undefined) return new MessageRejectedError(message, responseCode < 500);
  if (code && (beforeTheMessage.has(code) || command === 'CONN'))
    return new MessageRejectedError(message, true);
  return undefined;
}
