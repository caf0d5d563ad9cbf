import type { IncomingMessage } from 'node:http';

const loopback = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;
const localHost = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

/**
 * Whether a request comes from this machine and names it as its host. The host is checked because a
 * web page can point its own host name to this machine (DNS rebinding).
 */
export const isLocal = ({
  socket,
  headers,
}: {
  readonly socket: Pick<IncomingMessage['socket'], 'remoteAddress'>;
  readonly headers: Pick<IncomingMessage['headers'], 'host'>;
}): boolean => loopback.test(socket.remoteAddress ?? '') && localHost.test(headers.host ?? '');
