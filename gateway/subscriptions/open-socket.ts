import type { Log } from '@shop/service';
import type { Server } from 'graphql-ws';
import type { RawData } from 'ws';
import { closeCodes } from './close-codes.ts';
import type { Connection } from './socket-connection.ts';

/** Messages that a client may send between two pings: more than a page sends in an hour. */
const maxMessages = 1_200;
/** Bytes that may wait for a client that sends and does not read. */
const maxBufferedBytes = 2 ** 20;

/** A WebSocket that the periodic check looks after. */
export type OpenSocket = Connection & {
  /** Whether the client has answered the last ping. */
  hasAnswered: boolean;
  /** Messages since the last ping. */
  messages: number;
  /** When it last had a subscription, in the time of `performance.now()`. */
  lastUsedAt: number;
};

/** Passes the messages of a WebSocket to the protocol. Logs one line when it has closed. */
export function openSocket(
  protocol: Server<Connection>,
  open: OpenSocket,
  log: Log,
  onClose: () => void,
): void {
  const { socket, context } = open;
  const openedAt = performance.now();

  const handle = async (receive: (data: string) => Promise<void>, data: RawData) => {
    if (++open.messages > maxMessages) {
      return socket.close(closeCodes.tooManyMessages, 'Too many messages');
    }
    if (socket.bufferedAmount > maxBufferedBytes) return socket.terminate();
    await receive(String(data)).catch((error: Error) => {
      // The protocol throws for messages that only servers send.
      if (error.message.startsWith('Unexpected message')) {
        return socket.close(closeCodes.badRequest, 'Unexpected message');
      }
      log.error({ err: error, requestId: context.requestId }, 'websocket failed');
      socket.close(closeCodes.internalError, 'Internal error');
    });
  };

  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      // Resolves when the frame has left: a subscription reads its next message only then.
      send: (data) =>
        new Promise((resolve) => {
          if (socket.readyState !== socket.OPEN) return resolve();
          socket.send(data, () => resolve());
        }),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (receive) => socket.on('message', (data) => void handle(receive, data)),
    },
    open,
  );
  socket.on('pong', () => {
    open.hasAnswered = true;
  });
  // An invalid frame: ws closes the connection with the code for it.
  socket.on('error', () => undefined);
  socket.once('close', (code, reason) => {
    onClose();
    void closed(code, String(reason));
    const ms = Math.round(performance.now() - openedAt);
    const { requestId } = context;
    const viewerId = open.session?.viewer?.id;
    log.info({ requestId, ...(viewerId && { viewerId }), code, ms }, 'websocket closed');
  });
}
