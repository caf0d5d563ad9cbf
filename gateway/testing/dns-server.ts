import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns';
import { once } from 'node:events';
import type { AddressInfo, LookupFunction } from 'node:net';

export type DnsServer = {
  /** The IPv4 address of every name; `undefined`: no name exists. */
  address: string | undefined;
  /** How many questions were asked. */
  questions: number;
  /** Resolves names by this server. */
  readonly lookup: LookupFunction;
  close(): void;
};

const headerBytes = 12;
const response = 0x8180;
const nameError = 0x8183;

/** Where the question of a message ends: a name ends with an empty label, then come type and class. */
function endOfQuestion(message: Buffer): number {
  let at = headerBytes;
  while (message[at]) at += (message[at] ?? 0) + 1;
  return at + 5;
}

/** Answers a question with the address, by a record that may not be cached (RFC 1035). */
function answer(message: Buffer, address: string | undefined): Buffer {
  const end = endOfQuestion(message);
  const reply = Buffer.from(message.subarray(0, end));
  reply.writeUInt16BE(address ? response : nameError, 2);
  reply.writeUInt16BE(address ? 1 : 0, 6);
  reply.writeUInt32BE(0, 8);
  if (!address) return reply;
  // A pointer to the name, type A, class IN, 0 seconds, 4 bytes.
  const record = [0xc0, headerBytes, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4];
  return Buffer.concat([reply, Buffer.from([...record, ...address.split('.').map(Number)])]);
}

/** Starts a DNS server that knows one address. */
export async function startDnsServer(address: string): Promise<DnsServer> {
  const socket = createSocket('udp4');
  const resolver = new Resolver();
  const server: DnsServer = {
    address,
    questions: 0,
    lookup: (name, options, done) =>
      resolver.resolve4(name, (error, addresses = []) => {
        const [first = ''] = addresses;
        if (error || !options.all) return done(error, first, 4);
        done(
          null,
          addresses.map((one) => ({ address: one, family: 4 })),
        );
      }),
    close: () => socket.close(),
  };
  socket.on('message', (message, { port, address: from }) => {
    server.questions++;
    socket.send(answer(message, server.address), port, from);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  resolver.setServers([`127.0.0.1:${(socket.address() as AddressInfo).port}`]);
  return server;
}
