/** A timer that a wake-up ends early, without the cost of an AbortSignal for each of many waits a second. */
export function createWakeableTimer() {
  let woken = false;
  let end: (() => void) | undefined;
  return {
    /** Forgets earlier wake-ups: from here on, one ends the next wait even if it comes before that begins. */
    arm(): void {
      woken = false;
    },
    wake(): void {
      woken = true;
      end?.();
    },
    async wait(ms: number): Promise<void> {
      if (woken) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        end = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    },
  };
}
