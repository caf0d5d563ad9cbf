import type { Dispatcher } from 'undici';

export type HttpRequest = {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
  /** Aborted when the client has gone. */
  readonly signal: AbortSignal | undefined;
};

export type HttpResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
};

/** No response has begun: the connection was refused, or closed before. */
export class ConnectionFailed extends Error {}
export class TimedOut extends Error {}
/** The client has gone. */
export class Cancelled extends Error {}

const textOf = (chunks: readonly Buffer[]): string =>
  (chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))?.toString('utf8') ?? '';

/**
 * Sends a POST request and reads the whole response as text. Uses the handler of undici itself: streams and the
 * objects of `fetch` cost more than all the rest. Throws `ConnectionFailed`, `TimedOut`, `Cancelled`.
 */
export function exchange(
  dispatcher: Dispatcher,
  { path, headers, body, timeoutMs, signal }: HttpRequest,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined;
    let response: Pick<HttpResponse, 'status' | 'headers'> | undefined;
    let isSettled = false;
    const chunks: Buffer[] = [];

    const settle = (done: () => void) => {
      if (isSettled) return;
      isSettled = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
      done();
    };
    const stop = (error: Error) => {
      settle(() => reject(error));
      controller?.abort(error);
    };
    const cancel = () => stop(new Cancelled('The client has gone.'));
    const timer = setTimeout(
      () => stop(new TimedOut(`No response in ${timeoutMs} ms.`)),
      timeoutMs,
    );
    if (signal?.aborted) return cancel();
    signal?.addEventListener('abort', cancel);

    dispatcher.dispatch(
      { method: 'POST', path, headers, body, headersTimeout: 0, bodyTimeout: 0 },
      {
        onRequestStart(started) {
          controller = started;
          // It may have waited for a connection for too long.
          if (isSettled) started.abort(new Cancelled('Too late.'));
        },
        onResponseStart(_, status, responseHeaders) {
          response = { status, headers: responseHeaders };
        },
        onResponseData: (_, chunk) => void chunks.push(chunk),
        onResponseEnd() {
          const { status = 0, headers: received = {} } = response ?? {};
          settle(() => resolve({ status, headers: received, text: textOf(chunks) }));
        },
        onResponseError: (_, cause) =>
          settle(() => reject(response ? cause : new ConnectionFailed(cause.message, { cause }))),
      },
    );
  });
}
