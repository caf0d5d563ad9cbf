import type { Response as ExpressResponse } from 'express';
import type { GraphQLFormattedError } from 'graphql';
import type { Response } from 'graphql-sse';
import type { StreamResult, UpdateStream } from './update-stream.ts';

/** Takes turns between a subscription and its response: a message is read when the one before has been sent. */
export type Turns = { sent(): void; previousSent(): Promise<void> };

export function createTurns(): Turns {
  let waiting = 0;
  let resume = () => {};
  return {
    sent() {
      waiting--;
      resume();
    },
    async previousSent() {
      waiting++;
      if (waiting > 0) {
        await new Promise<void>((resolve) => {
          resume = resolve;
        });
      }
    },
  };
}

/** Returns the messages of a stream; an error that ends it is the last of them. */
export async function* messagesOf(
  stream: UpdateStream,
  turns: Turns,
  format: (error: unknown) => GraphQLFormattedError,
): AsyncGenerator<StreamResult, void, undefined> {
  try {
    for await (const message of stream) {
      yield message;
      await turns.previousSent();
    }
  } catch (error) {
    yield { errors: [format(error)] };
  }
}

/** Writes what graphql-sse responds, each part when the one before has left. */
export async function sendEvents(
  response: ExpressResponse,
  [body, { status, headers }]: Response,
  turns: Turns,
): Promise<void> {
  response.writeHead(status, { ...headers, 'x-accel-buffering': 'no' });
  if (body === null || typeof body === 'string') return void response.end(body);
  response.once('close', () => void body.return(undefined));
  for await (const part of body) {
    if (!(await isWritten(response, part))) break;
    if (part.startsWith('event: next')) turns.sent();
  }
  response.end();
}

const isWritten = (response: ExpressResponse, part: string): Promise<boolean> =>
  new Promise((resolve) => {
    if (response.writableEnded || response.destroyed) return resolve(false);
    const onClose = () => resolve(false);
    response.once('close', onClose);
    response.write(part, (error) => {
      response.off('close', onClose);
      resolve(!error);
    });
  });
