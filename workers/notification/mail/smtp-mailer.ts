import nodemailer from 'nodemailer';
import type { Mail } from '../domain/message.ts';
import { type Carrier, MessageRefused } from '../domain/ports.ts';
import { letterOf } from './letter.ts';

type SmtpError = Error & { responseCode?: number; code?: string; command?: string };

/** Errors before the carrier was given anything to take. */
const beforeTheMail = new Set(['ECONNECTION', 'EDNS', 'EAUTH', 'ETLS']);

export type SmtpMailer = Carrier<Mail> & { close(): void };

/** Sends through an SMTP server, over a pool of connections. */
export function createSmtpMailer(url: string, from: string): SmtpMailer {
  const transport = nodemailer.createTransport({ url, pool: true, maxConnections: 5 }, { from });
  return {
    async send(mail, label) {
      try {
        await transport.sendMail(letterOf(mail, label));
      } catch (error) {
        throw refusalOf(error as SmtpError) ?? error;
      }
    },
    close: () => transport.close(),
  };
}

/** RFC 5321, section 4.2.1: 4yz is a temporary, 5yz a permanent refusal. */
function refusalOf({
  message,
  responseCode,
  code,
  command,
}: SmtpError): MessageRefused | undefined {
  if (responseCode !== undefined) return new MessageRefused(message, responseCode < 500);
  if (code && (beforeTheMail.has(code) || command === 'CONN'))
    return new MessageRefused(message, true);
  return undefined;
}
