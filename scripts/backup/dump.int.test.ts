import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase } from '@shop/testing';
import pg from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { dumpTable } from './dump.ts';

/** Sends what follows the rows of COPY later than the rows, as a network may. */
function forward(server: Socket, client: Socket): void {
  server.on('data', (bytes) => {
    // The tag of the command, after the type and the length of its message.
    const end = bytes.indexOf('COPY ') - 5;
    client.write(end < 0 ? bytes : bytes.subarray(0, end));
    if (end >= 0) setTimeout(() => client.write(bytes.subarray(end)), 200);
  });
}

async function startProxy(url: URL): Promise<string> {
  const proxy = createServer((client) => {
    const server = connect(Number(url.port || 5432), url.hostname);
    client.pipe(server);
    forward(server, client);
    for (const socket of [client, server]) socket.on('error', () => undefined);
    client.on('close', () => server.destroy());
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  onTestFinished(() => void proxy.close());
  const near = new URL(url);
  near.hostname = '127.0.0.1';
  near.port = String((proxy.address() as AddressInfo).port);
  return near.href;
}

it('the number of rows is right when PostgreSQL reports it later than the rows', async () => {
  const database = await createTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'shop-dump-'));
  onTestFinished(async () => {
    await database.drop();
    await rm(folder, { recursive: true });
  });
  const client = new pg.Client({ connectionString: await startProxy(new URL(database.url)) });
  await client.connect();
  try {
    await client.query('CREATE TABLE numbers AS SELECT n FROM generate_series(1, 49) n');
    const file = join(folder, 'numbers.copy.gz');
    expect(await dumpTable(client, { name: 'numbers', columns: ['n'] }, file)).toBe(49);
  } finally {
    await client.end();
  }
});
