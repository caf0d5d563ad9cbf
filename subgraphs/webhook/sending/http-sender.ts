import type { KeyObject } from 'node:crypto';
import { Agent, type Dispatcher, request } from 'undici';
import type { DueDelivery } from '../domain/delivery.ts';
import type { AttemptResult } from '../domain/judge-attempt.ts';
import { contentTypes } from '../domain/payload.ts';
import type { Send } from '../domain/ports.ts';
import { openSecret } from '../domain/secret.ts';
import { signatureHeaders } from '../domain/signature.ts';
import { retryAfterMs } from './retry-after.ts';
import type { Targets } from './targets.ts';

/** Read of a response; the rest is not received. */
const maxResponseBytes = 4_096;
const shownCharacters = 1_000;
const maxErrorCharacters = 300;

export type HttpSenderOptions = {
  readonly targets: Targets;
  readonly secretKey: KeyObject;
  /** For connection, request and response together. */
  readonly timeoutMs: number;
};

export type HttpSender = { readonly send: Send; close(): Promise<void> };

/** Creates the sender of signed requests. It follows no redirect. */
export function createHttpSender({ targets, secretKey, timeoutMs }: HttpSenderOptions): HttpSender {
  const agentFor = (secure: boolean) =>
    new Agent({ connect: { lookup: targets.lookup(secure), timeout: timeoutMs } });
  const agents = { 'https:': agentFor(true), 'http:': agentFor(false) };

  async function post(delivery: DueDelivery): Promise<AttemptResult> {
    const url = new URL(delivery.endpoint.url);
    targets.assertAllowed(url);
    const { statusCode, headers, body } = await request(url, {
      method: 'POST',
      headers: headersOf(delivery, secretKey, new Date()),
      body: delivery.body,
      dispatcher: agents[url.protocol as keyof typeof agents],
      signal: AbortSignal.timeout(timeoutMs),
    });
    const waitMs = retryAfterMs(headers['retry-after'], new Date());
    return {
      status: statusCode,
      body: await beginningOf(body),
      ...(waitMs !== undefined && { retryAfterMs: waitMs }),
    };
  }

  return {
    send: (delivery) =>
      post(delivery).catch((error: unknown) => ({ error: reasonOf(error, timeoutMs) })),
    async close() {
      await Promise.all(Object.values(agents).map((agent) => agent.close()));
    },
  };
}

function headersOf(delivery: DueDelivery, secretKey: KeyObject, now: Date) {
  const { endpointId, eventId: id, format, body, endpoint } = delivery;
  const { secret, previousSecret, previousSecretExpiresAt: expiresAt } = endpoint;
  const isValid = previousSecret !== null && expiresAt !== null && expiresAt > now;
  const secrets = (isValid ? [secret, previousSecret] : [secret]).map((sealed) =>
    openOrThrow(secretKey, sealed, endpointId),
  );
  const timestamp = Math.floor(now.getTime() / 1_000);
  return {
    'content-type': contentTypes[format],
    'user-agent': 'shop-webhooks/1',
    ...signatureHeaders({ id, timestamp, body }, secrets),
  };
}

/** Throws an error that staff can read. */
function openOrThrow(...args: Parameters<typeof openSecret>): string {
  try {
    return openSecret(...args);
  } catch (cause) {
    throw new Error('The secret cannot be decrypted. Rotate it.', { cause });
  }
}

/** Returns the beginning of a response as text that PostgreSQL can store, and receives no more of it. */
async function beginningOf(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    // Leaving the loop closes the connection.
    if (bytes >= maxResponseBytes) break;
  }
  const text = Buffer.concat(chunks).subarray(0, maxResponseBytes).toString('utf8');
  return text.replaceAll('\u0000', '').slice(0, shownCharacters);
}

function reasonOf(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return String(error).slice(0, maxErrorCharacters);
  if (error.name === 'TimeoutError') return `No response within ${timeoutMs} ms.`;
  const { code } = error as NodeJS.ErrnoException;
  const text = error.message || code || error.name;
  return text.slice(0, maxErrorCharacters);
}
