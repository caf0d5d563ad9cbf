import { eventNameOf } from '@shop/schema';
import type { ConsumeMessage, GetMessage, Options } from 'amqplib';
import type { Message } from '../bus.ts';

/** The headers that the bus adds to a message. */
const header = {
  ...{ event: 'x-event', key: 'x-key' },
  ...{ attempt: 'x-attempt', error: 'x-error', failedAt: 'x-failed-at' },
};

export type Received = Message & {
  /** Attempts that failed so far. */
  readonly failures: number;
  /** Attempts that ended with their process, channel or connection. */
  readonly returns: number;
  readonly error: string;
  readonly failedAt: string;
};

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const number = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** Reads a message. One that another program has published may lack id, type and key. */
export function readMessage({
  content,
  fields,
  properties,
}: ConsumeMessage | GetMessage): Received {
  const headers = (properties.headers ?? {}) as Record<string, unknown>;
  const id = text(properties.messageId);
  return {
    id,
    type: text(properties.type) || fields.routingKey,
    key: text(headers[header.key]) || id,
    body: content.toString('utf8'),
    failures: number(headers[header.attempt]),
    returns: number(headers['x-delivery-count']),
    error: text(headers[header.error]) || text(headers['x-first-death-reason']),
    failedAt: text(headers[header.failedAt]) || new Date(0).toISOString(),
  };
}

export type Failure = { readonly failures: number; readonly error: string };

/** Returns the properties of a persistent message, from which `readMessage` restores it and its last failure. */
export const publishOptions = (
  { id, type, key }: Message,
  failure?: Failure,
): Options.Publish & { messageId: string } => ({
  persistent: true,
  mandatory: true,
  contentType: 'application/json',
  messageId: id,
  type,
  headers: {
    [header.event]: eventNameOf(type),
    [header.key]: key,
    ...(failure && {
      [header.attempt]: failure.failures,
      [header.error]: failure.error.slice(0, 1_000),
      [header.failedAt]: new Date().toISOString(),
    }),
  },
});
