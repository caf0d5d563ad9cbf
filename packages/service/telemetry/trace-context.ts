/** A trace context (W3C Trace Context, version 00) that is not all zeros. */
const pattern = /^00-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-([\da-f]{2})$/;

export type TraceContext = {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceFlags: number;
};

/** Parses the value of a `traceparent`; `undefined` when it is invalid. */
export function parseTraceparent(value: string | undefined): TraceContext | undefined {
  const [, traceId, spanId, flags] = (value && pattern.exec(value)) || [];
  if (!traceId || !spanId || !flags) return undefined;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) };
}

/** Writes the value of a `traceparent`. */
export const traceparentOf = ({ traceId, spanId, traceFlags }: TraceContext): string =>
  `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;

/** Work that begins later than this after its cause has a trace of its own. */
const joinsWithinMs = 5 * 60_000;

/**
 * Returns how work continues the trace of its cause: in the same trace, or, when hours may have passed, in a new one with
 * a link. A trace that goes on for hours is complete for no tool, and its duration says nothing.
 */
export const continued = (
  traceparent: string | undefined,
  causedAt: Date,
  now = Date.now(),
): { readonly remoteParent?: string | undefined; readonly link?: string | undefined } =>
  now - causedAt.getTime() < joinsWithinMs ? { remoteParent: traceparent } : { link: traceparent };
