import type { IncomingMessage } from 'node:http';

const loopback = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;
const localHost = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

/**
 * Whether a request comes from this machine and was meant for it. The name is asked as well: a page on
 * the internet may let its own name point here (DNS rebinding).
 */
export const isLocal = ({
  socket,
  headers,
}: {
  readonly socket: Pick<IncomingMessage['socket'], 'remoteAddress'>;
  readonly headers: Pick<IncomingMessage['headers'], 'host'>;
}): boolean => loopback.test(socket.remoteAddress ?? '') && localHost.test(headers.host ?? '');
