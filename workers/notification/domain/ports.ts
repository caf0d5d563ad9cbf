import type { Mail, Notice } from './message.ts';

export type Mailer = {
  /**
   * Hands the mail to the carrier under this id. Throws `MailRefused` when it was certainly not
   * taken; any other error leaves that open.
   */
  send(mail: Mail, messageId: string): Promise<void>;
};

/** The carrier said no: the mail was not taken, sending again cannot make it a second one. */
export class MailRefused extends Error {
  readonly code = 'MAIL_REFUSED';
  /** Whether the same mail may be taken later. */
  readonly temporary: boolean;
  constructor(message: string, temporary: boolean) {
    super(message);
    this.temporary = temporary;
  }
}

/** `claimed`: send it now. `settled`: sent, given up, or unknown after a crash; never send again. */
export type Claim = 'claimed' | 'settled';

export type DeliveryLog = {
  /** Notes that sending begins, before it begins. Only one caller ever gets `claimed`. */
  claim(notice: Notice): Promise<Claim>;
  sent(notice: Notice): Promise<void>;
  /** Not taken; the next claim may try again. */
  retry(notice: Notice, error: string): Promise<void>;
  failed(notice: Notice, error: string): Promise<void>;
};
