import { until } from '@shop/testing';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient } from 'graphql-ws';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';

/** What a subscription has received. */
export type Messages = { readonly data: unknown[]; errors: unknown; hasEnded: boolean };

export type SubscriptionPayload = {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
};

function sinkOf(messages: Messages) {
  return {
    next: ({ data, errors }: { data?: unknown; errors?: unknown }) => {
      if (data) messages.data.push(data);
      if (errors) messages.errors = errors;
    },
    error: (error: unknown) => {
      messages.errors = error;
      messages.hasEnded = true;
    },
    complete: () => {
      messages.hasEnded = true;
    },
  };
}

const newMessages = (): Messages => ({ data: [], errors: undefined, hasEnded: false });

/** Subscribes with the client of graphql-ws, until the test has finished. */
export function overSocket(url: string, payload: SubscriptionPayload, token?: string) {
  const messages = newMessages();
  const closes: number[] = [];
  const client = createClient({
    url: url.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: token ? { authorization: `Bearer ${token}` } : {},
    on: { closed: (event) => closes.push((event as { code: number }).code) },
  });
  onTestFinished(async () => client.dispose());
  client.subscribe(payload, sinkOf(messages));
  return { messages, closes };
}

/** Subscribes with the client of graphql-sse, until the test has finished. */
export function overEvents(url: string, payload: SubscriptionPayload, token?: string) {
  const messages = newMessages();
  const client = createSseClient({
    url,
    retryAttempts: 0,
    headers: token ? { authorization: `Bearer ${token}` } : {},
  });
  onTestFinished(() => client.dispose());
  client.subscribe(payload, sinkOf(messages) as never);
  return { messages };
}

/** The statuses that a subscription to `orderUpdated` has received. */
export const statusesOf = ({ data }: Messages) =>
  data.map((one) => (one as { orderUpdated?: { status: string } }).orderUpdated?.status);

/** Waits until the last message has this status. */
export const untilStatus = (messages: Messages, status: string) =>
  until(`${status}: ${JSON.stringify(messages)}`, () => statusesOf(messages).at(-1) === status);
