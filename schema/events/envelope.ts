import { z } from 'zod';

/**
 * CloudEvents 1.0 attributes with the extensions `correlationid`, `causationid`, `traceparent` and `actorid`.
 * Shipped: it may gain optional attributes and nothing else.
 */
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

/** The origin of a change. Every event that the change causes carries it. */
export type Origin = {
  readonly correlationId: string;
  readonly causationId?: string | undefined;
  readonly traceparent?: string | undefined;
  readonly actorId?: string | undefined;
};

/** Returns the origin of the changes that an event causes. */
export const originOf = (
  event: Pick<Envelope, 'id' | 'correlationid' | 'traceparent'>,
): Origin => ({
  correlationId: event.correlationid,
  causationId: event.id,
  traceparent: event.traceparent,
});
