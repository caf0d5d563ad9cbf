import { until } from '@shop/testing';
import { onTestFinished } from 'vitest';
import { type ClientOptions, WebSocket } from 'ws';

type Payload = { readonly query: string; readonly variables?: Record<string, unknown> };
type Frame = { readonly id?: string; readonly type: string; readonly payload?: unknown };

export type SocketOptions = ClientOptions & {
  /** Payload of `connection_init`; `null` sends none of it. */
  readonly init?: object | null;
  readonly protocols?: readonly string[];
};

/** Opens a WebSocket to a gateway; the tests send and read frames of graphql-transport-ws themselves. */
export async function openClientSocket(url: string, options: SocketOptions = {}) {
  const { init = {}, protocols = ['graphql-transport-ws'], ...rest } = options;
  const socket = new WebSocket(url.replace(/^http/, 'ws'), [...protocols], rest);
  const frames: Frame[] = [];
  let closed: { code: number; reason: string } | undefined;
  let refused: number | undefined;
  socket.on('message', (data) => frames.push(JSON.parse(String(data))));
  socket.on('close', (code, reason) => {
    closed = { code, reason: String(reason) };
  });
  socket.on('unexpected-response', (_, response) => {
    refused = response.statusCode;
    socket.terminate();
  });
  socket.on('error', () => undefined);
  onTestFinished(() => socket.terminate());
  const send = (frame: object | string) =>
    socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  const isOpen = await until('the socket', () => {
    if (closed || refused) return 'not open';
    return socket.readyState === socket.OPEN ? 'open' : undefined;
  });
  if (isOpen === 'open' && init) {
    send({ type: 'connection_init', payload: init });
    await until('the acknowledgement', () => frames.length > 0 || closed !== undefined);
  }
  return {
    socket,
    frames,
    send,
    refusedWith: () => refused,
    subscribe: (id: string, payload: Payload) => send({ id, type: 'subscribe', payload }),
    /** Waits for the nth message of a subscription, from 0. */
    message: (id: string, n = 0) =>
      until(`message ${n} of ${id}: ${JSON.stringify(frames)}`, () => {
        const own = frames.filter((frame) => frame.id === id);
        return own[n];
      }),
    closed: () => until('the close', () => closed),
    isClosed: () => closed !== undefined,
  };
}

/** Subscribes with an event stream, as `curl -N` does. */
export async function openEventStream(
  url: string,
  payload: Payload,
  headers: Record<string, string> = {},
) {
  const aborting = new AbortController();
  onTestFinished(() => aborting.abort());
  const response = await fetch(url, {
    method: 'POST',
    headers: { accept: 'text/event-stream', 'content-type': 'application/json', ...headers },
    body: JSON.stringify(payload),
    signal: aborting.signal,
  });
  let text = '';
  let hasEnded = false;
  const reading = (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) text += decoder.decode(chunk, { stream: true });
  })();
  void reading
    .catch(() => undefined)
    .finally(() => {
      hasEnded = true;
    });
  const events = () =>
    text
      .split('\n\n')
      .filter((part) => part.startsWith('event: '))
      .map((part) => {
        const [event = '', data = ''] = part.split('\n');
        const json = data.replace(/^data: ?/, '');
        return { event: event.slice('event: '.length), data: json ? JSON.parse(json) : null };
      });
  return {
    response,
    text: () => text,
    events,
    abort: () => aborting.abort(),
    event: (n: number) => until(`event ${n}: ${text}`, () => events()[n]),
    ended: () => until('the end of the stream', () => hasEnded),
  };
}
