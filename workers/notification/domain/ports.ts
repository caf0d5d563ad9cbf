import type { Mail, Notice, Sms } from './message.ts';

/** What a carrier writes on a message besides what it says. */
export type Label = {
  readonly messageId: string;
  /** The request that everything began with. */
  readonly correlationId: string;
};

export type Carrier<M extends Mail | Sms> = {
  /**
   * Hands the message over under this label. Throws `MessageRefused` when it was certainly not taken;
   * any other error leaves that open.
   */
  send(message: M, label: Label): Promise<void>;
};

/** One carrier for each channel. */
export type Carriers = { readonly EMAIL: Carrier<Mail>; readonly SMS: Carrier<Sms> };

/** The carrier said no: the message was not taken, sending again cannot make it a second one. */
export class MessageRefused extends Error {
  readonly code = 'MESSAGE_REFUSED';
  /** Whether the same message may be taken later. */
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

/** How one delivery ended: `deferred` comes again with its event, `repeated` was settled before. */
export type Outcome = 'sent' | 'deferred' | 'failed' | 'repeated';

/** All that sending takes. */
export type PostOffice = {
  readonly deliveries: DeliveryLog;
  readonly carriers: Carriers;
  /** Hears how each delivery ended; `error` says why it did not end well. */
  report(notice: Notice, outcome: Outcome, error?: string): void;
};
