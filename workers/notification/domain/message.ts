/** A mail, ready to be sent. */
export type Mail = {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
};

/** A mail that an event asks for. One event asks for one mail of a template at most. */
export type Notice = {
  readonly eventId: string;
  readonly template: string;
  readonly correlationId: string;
  readonly mail: Mail;
};
