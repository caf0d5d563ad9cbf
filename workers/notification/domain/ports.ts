import type { Delivery, Email, TextMessage } from './delivery.ts';

/** Identifies a message on its channel. */
export type Envelope = {
  readonly messageId: string;
  /** Of the request that led to the event. */
  readonly correlationId: string;
};

/** Sends messages of one channel. */
type Sender<M extends Email | TextMessage> = {
  /**
   * Hands the message over. Throws `MessageRejectedError` when the message was certainly not accepted;
   * after any other error it may have been.
   */
  send(message: M, envelope: Envelope): Promise<void>;
};

/** Sends e-mail. */
export type Mailer = Sender<Email>;

/** Sends text messages. */
export type TextMessenger = Sender<TextMessage>;

/** One sender for each channel. */
export type Channels = { readonly EMAIL: Mailer; readonly SMS: TextMessenger };

/** The message was rejected and certainly not sent: another attempt cannot send it twice. */
export class MessageRejectedError extends Error {
  readonly code = 'MESSAGE_REJECTED';
  /** Whether a later attempt may succeed. */
  readonly temporary: boolean;
  constructor(message: string, temporary: boolean) {
    super(message);
    this.temporary = temporary;
  }
}

/**
 * `claimed`: send it now. `settled`: sent, failed, suppressed, or unknown after a crash; never send it again.
 * `suppressed`: its mailbox has received its e-mails of this hour; never send it.
 */
export type Claim = 'claimed' | 'settled' | 'suppressed';

/** The log of all deliveries, which keeps a message from being sent twice. */
export type DeliveryLog = {
  /** Records that sending begins, before it begins. Of concurrent calls only one gets `claimed`. */
  claim(delivery: Delivery): Promise<Claim>;
  markSent(delivery: Delivery): Promise<void>;
  /** Not accepted for now; the next claim may try again. */
  markForRetry(delivery: Delivery, error: string): Promise<void>;
  markFailed(delivery: Delivery, error: string): Promise<void>;
};

/**
 * How one delivery ended: `deferred` is retried with its event, `repeated` was settled before, `suppressed` was over
 * the hourly limit of its mailbox.
 */
export const outcomes = ['sent', 'deferred', 'failed', 'repeated', 'suppressed'] as const;
export type Outcome = (typeof outcomes)[number];

/** Records how each delivery ended; `error` is the reason why it was not sent. */
export type ReportOutcome = (delivery: Delivery, outcome: Outcome, error?: string) => void;
