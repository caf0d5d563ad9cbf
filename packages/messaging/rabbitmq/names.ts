/** The queue that stores the dead letters of a queue. */
export const deadLetterQueue = (queue: string): string => `${queue}.dlq`;

/** The queue in which a message waits before it returns to its own. */
export const retryQueue = (queue: string, delayMs: number): string => `${queue}.retry.${delayMs}`;
