/** Where a queue's dead letters lie. */
export const deadLetterQueue = (queue: string): string => `${queue}.dlq`;

/** Where a message waits before it comes back to its queue. */
export const retryQueue = (queue: string, delayMs: number): string => `${queue}.retry.${delayMs}`;
