import nodemailer from 'nodemailer';
import { type Mailer, MailRefused } from '../domain/ports.ts';

type SmtpError = Error & { responseCode?: number; code?: string; command?: string };

/** Errors before the carrier was given anything to take. */
const beforeTheMail = new Set(['ECONNECTION', 'EDNS', 'EAUTH', 'ETLS']);

export type SmtpMailer = Mailer & { close(): void };

/** Sends through an SMTP server, over a pool of connections. */
export function createSmtpMailer(url: string, from: string): SmtpMailer {
  const transport = nodemailer.createTransport({ url, pool: true, maxConnections: 5 }, { from });
  return {
    async send(mail, messageId) {
      try {
        await transport.sendMail({ ...mail, messageId: `<${messageId}@shop>` });
      } catch (error) {
        throw refusalOf(error as SmtpError) ?? error;
      }
    },
    close: () => transport.close(),
  };
}

/** RFC 5321, section 4.2.1: 4yz is a temporary, 5yz a permanent refusal. */
function refusalOf({ message, responseCode, code, command }: SmtpError): MailRefused | undefined {
  if (responseCode !== undefined) return new MailRefused(message, responseCode < 500);
  if (code && (beforeTheMail.has(code) || command === 'CONN'))
    return new MailRefused(message, true);
  return undefined;
}
