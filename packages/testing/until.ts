import { until as untilDeadline } from '@shop/service/until';

/** For a condition that is never met. Other work on the machine may make each step many times slower. */
const testDeadlineMs = 300_000;

/** Is `until` of `@shop/service`, with more patience. */
export const until: typeof untilDeadline = (condition, ask, options) =>
  untilDeadline(condition, ask, { deadlineMs: testDeadlineMs, ...options });
