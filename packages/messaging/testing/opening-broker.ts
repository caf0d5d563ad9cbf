import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** The class and method of `connection.open-ok`, the last frame of a broker's handshake. */
const openOk = Buffer.from([0, 10, 0, 41]);

/** Opens a proxy to a broker that holds back the end of the first handshake. */
export async function createOpeningBroker(target: string) {
  const { hostname, port } = new URL(target);
  type Held = { readonly near: Socket; readonly end: Buffer };
  let hold: (held: Held) => void = () => undefined;
  const held = new Promise<Held>((resolve) => {
    hold = resolve;
  });
  const server = createServer((near) => {
    const far = connect(Number(port || 5672), hostname);
    near.pipe(far);
    near.on('error', () => far.destroy());
    far.on('error', () => near.destroy());
    far.on('data', (chunk) => {
      if (!chunk.includes(openOk)) return void near.write(chunk);
      far.pause();
      hold({ near, end: chunk });
    });
    near.on('close', () => far.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    /** Resolves once the broker has accepted a connection and the client does not know it yet. */
    opening: held.then(() => undefined),
    /** Tells the client that its connection is open, and ends it before the client can close it. */
    async endAtOpen(): Promise<void> {
      const { near, end } = await held;
      near.unpipe().resume();
      near.end(end);
      await once(near, 'close');
      server.close();
    },
  };
}
