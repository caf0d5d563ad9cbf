import { randomUUID } from 'node:crypto';
import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Express } from 'express';
import { handleProtocols } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { SubscriptionMeter } from '../metrics/subscription-meter.ts';
import { connectionContext } from './client-connection.ts';
import { closeCodes } from './close-codes.ts';
import { type OpenSocket, openSocket } from './open-socket.ts';
import { createProtocol, type SocketOptions } from './socket-connection.ts';
import { type Admission, admitUpgrade, asExpressRequest, refuseUpgrade } from './upgrade.ts';

export type SocketsOptions = SocketOptions &
  Admission & {
    readonly app: Express;
    readonly meter: Pick<SubscriptionMeter, 'connected'>;
    readonly pingMs: number;
    readonly idleMs: number;
  };

/** Largest message, which is that of a request body. */
const maxPayload = 100 * 1_024;
/** How long clients may take to answer a close frame at shutdown. */
const closeTimeoutMs = 2_000;

/** Serves subscriptions over WebSocket at `/graphql`. Returns how to close them all. */
export function serveSockets(
  server: HttpServer,
  options: SocketsOptions,
): { stop(): Promise<void> } {
  const { app, log, pingMs, idleMs } = options;
  const protocol = createProtocol(options);
  const open = new Set<OpenSocket>();
  const upgrader = new WebSocketServer({
    noServer: true,
    maxPayload,
    perMessageDeflate: false,
    clientTracking: false,
    handleProtocols,
  });
  let isStopping = false;

  async function upgrade(incoming: IncomingMessage, stream: Duplex, head: Buffer): Promise<void> {
    stream.on('error', () => undefined);
    const request = asExpressRequest(app, incoming);
    const admitted = await admitUpgrade(options, request);
    if (typeof admitted !== 'function') return refuseUpgrade(stream, admitted);
    stream.once('close', admitted);
    if (stream.destroyed) return admitted();
    upgrader.handleUpgrade(incoming, stream, head, (socket) => {
      socket.once('close', options.meter.connected('websocket'));
      const context = connectionContext(request, randomUUID());
      start({
        socket,
        context,
        authorization: request.get('authorization'),
        countSubscriptions: () => 0,
        hasAnswered: true,
        messages: 0,
        lastUsedAt: performance.now(),
      });
    });
  }

  function start(one: OpenSocket): void {
    if (isStopping) one.socket.close(closeCodes.goingAway, 'Going away');
    open.add(one);
    openSocket(protocol, one, log, () => open.delete(one));
  }

  const checking = setInterval(() => {
    for (const one of open) check(one, idleMs);
  }, pingMs).unref();

  server.on('upgrade', (incoming, stream, head) => {
    upgrade(incoming, stream, head).catch((error) => {
      log.error({ err: error }, 'websocket not opened');
      stream.destroy();
    });
  });

  return {
    async stop() {
      isStopping = true;
      clearInterval(checking);
      await Promise.all([...open].map(({ socket }) => closeSocket(socket)));
    },
  };
}

/** Pings a client. Disconnects one that has not answered the ping before, or has had no subscription for some time. */
function check(open: OpenSocket, idleMs: number): void {
  const { socket } = open;
  const now = performance.now();
  if (open.countSubscriptions() > 0) open.lastUsedAt = now;
  if (!open.hasAnswered) socket.terminate();
  else if (now - open.lastUsedAt > idleMs) socket.close(closeCodes.idle, 'No subscription');
  else socket.ping();
  open.hasAnswered = false;
  open.messages = 0;
}

const closeSocket = (socket: WebSocket): Promise<void> =>
  new Promise((resolve) => {
    if (socket.readyState === socket.CLOSED) return resolve();
    const timer = setTimeout(() => socket.terminate(), closeTimeoutMs);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    socket.close(closeCodes.goingAway, 'Going away');
  });
