/** A message that no consumer could handle. */
export type DeadLetter = {
  /** `null` when the message has none: somebody else has published it. */
  readonly id: string | null;
  readonly queue: string;
  readonly type: string;
  readonly subject: string;
  readonly attempts: number;
  readonly error: string;
  readonly failedAt: Date;
  /** As it came. */
  readonly body: string;
};
