import { z } from 'zod';

/** CloudEvents 1.0 attributes and our extensions (correlation, causation, trace, order within the source). */
export const envelope = z.object({
  specversion: z.literal('1.0'),
  id: z.uuid(),
  type: z.string().regex(/^[a-z_]+\.[a-z_]+\.v\d+$/),
  source: z.string().startsWith('/'),
  /** Id of the aggregate. Messages with one subject are handled in order. */
  subject: z.string().min(1),
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/json'),
  dataschema: z.string(),
  correlationid: z.string().min(1),
  causationid: z.string().optional(),
  traceparent: z.string().optional(),
  actorid: z.string().optional(),
});
export type Envelope = z.infer<typeof envelope>;

/** Where a change comes from; copied into every event it causes. */
export type Origin = {
  readonly correlationId: string;
  readonly causationId?: string | undefined;
  readonly traceparent?: string | undefined;
  readonly actorId?: string | undefined;
};

/** The origin of whatever an event causes. */
export const originOf = (
  event: Pick<Envelope, 'id' | 'correlationid' | 'traceparent'>,
): Origin => ({
  correlationId: event.correlationid,
  causationId: event.id,
  traceparent: event.traceparent,
});
