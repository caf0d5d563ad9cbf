/** Returns the result of a charge, capture or refund that has failed with this code. */
export const failed = (code: string) => ({ status: 'FAILED', code }) as const;
