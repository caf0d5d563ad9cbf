/** Longer than the work takes. */
const returnAfterMs = 400;

/**
 * Runs work and returns after 400 ms or more, so that the time of the response does not reveal what the work found
 * (OWASP Forgot Password Cheat Sheet: consistent message, consistent time).
 */
export async function inEvenTime(work: () => Promise<void>): Promise<void> {
  const pause = new Promise((resolve) => setTimeout(resolve, returnAfterMs));
  await Promise.all([pause, work()]);
}
