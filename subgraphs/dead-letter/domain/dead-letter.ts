/** A message that no consumer could handle. */
export type DeadLetter = {
  /** `null` for a message without one, which a program other than the shop has published. */
  readonly id: string | null;
  readonly queue: string;
  readonly type: string;
  readonly subject: string;
  readonly attempts: number;
  readonly error: string;
  readonly failedAt: Date;
  /** The unchanged message. */
  readonly body: string;
};
