import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { freePort } from '@shop/service/ports';

export type TcpProxy = {
  /** The given URL with the address of the proxy. */
  readonly url: string;
  /** Breaks all connections and refuses new ones, like a server that has stopped. */
  cut(): Promise<void>;
  /** Stops forwarding bytes of open connections without closing them, like a network that drops packets. */
  stall(): void;
  /** Stalls, and accepts new connections without forwarding their bytes, like a server that hangs. */
  mute(): void;
  /** Listens again on the same port, and forwards again. */
  restore(): Promise<void>;
  /** Forwards new connections to another server, such as one that restarted on another port. */
  aim(target: string): void;
};

const defaultPorts: Readonly<Record<string, number>> = { 'amqp:': 5672, 'redis:': 6379 };

/** Starts a proxy between a client and its server, to make the server unavailable without stopping it. */
export async function createTcpProxy(target: string): Promise<TcpProxy> {
  let at = new URL(target);
  const sockets = new Set<Socket>();
  let isMute = false;
  const server = createServer((near) => {
    const far = connect(Number(at.port || (defaultPorts[at.protocol] ?? 5432)), at.hostname);
    for (const [one, peer] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => peer.destroy());
      one.on('close', () => {
        sockets.delete(one);
        peer.destroy();
      });
      if (!isMute) one.pipe(peer);
    }
  });
  const port = await freePort();
  const listen = async () => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  await listen();
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String(port);

  const stall = () => {
    for (const socket of sockets) socket.unpipe();
  };

  return {
    url: url.href,
    async cut() {
      for (const socket of sockets) socket.destroy();
      if (!server.listening) return;
      server.close();
      await once(server, 'close');
    },
    stall,
    mute() {
      isMute = true;
      stall();
    },
    async restore() {
      isMute = false;
      if (!server.listening) await listen();
    },
    aim(to) {
      at = new URL(to);
    },
  };
}
