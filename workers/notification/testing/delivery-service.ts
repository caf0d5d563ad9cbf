import { createSecretKey, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '@shop/service';
import { createPool, createSqlDatabase } from '@shop/service/postgres';
import { createTestDatabase } from '@shop/testing';
import PostalMime from 'postal-mime';
import { Registry } from 'prom-client';
import { createFileChannels } from '../channels/file-channels.ts';
import { createDeliveryService } from '../domain/delivery-service.ts';
import type { Channels } from '../domain/ports.ts';
import { createReport } from '../metrics.ts';
import { createPrisma } from '../prisma/client.ts';
import { createDeliveryLog } from '../prisma/delivery-log.ts';
import { createVerifiedMailboxes } from '../prisma/verified-mailboxes.ts';

export const mailSettings = {
  shopUrl: 'https://shop.example/en/',
  publicUrl: 'https://api.shop.example',
  mailTokenKey: createSecretKey(randomBytes(32)),
  staffMail: ['staff@shop.example', 'boss@shop.example'],
  staffPhone: '+4930123456',
};

export const noMailLimits = { ORDER: 0, UNVERIFIED_ORDER: 0, ACCOUNT: 0 };

/** A delivery service with its own database, which writes messages to its own folder. */
export async function createTestDeliveryService() {
  const log = createLog('test', 'silent');
  const database = await createTestDatabase('notification');
  const pool = createPool(database.url, log);
  const folder = await mkdtemp(join(tmpdir(), 'shop-messages-'));
  const channels = await createFileChannels(folder, 'Shop <no-reply@shop.example>', log);
  const metrics = new Registry();
  const prisma = createPrisma(pool);
  const ports = {
    log: createDeliveryLog(createSqlDatabase(pool), { mailLimits: noMailLimits }),
    channels,
    report: createReport(metrics, log),
  };
  const read = (name: string) => readFile(join(folder, name), 'utf8');
  return {
    service: createDeliveryService(ports),
    verifiedMailboxes: createVerifiedMailboxes(prisma),
    /** The same service with other channels. */
    serviceWith: (other: Partial<Channels>) =>
      createDeliveryService({ ...ports, channels: { ...channels, ...other } }),
    metrics,
    query: async (sql: string, values: unknown[] = []) => (await pool.query(sql, values)).rows,
    /** Names of the files that were written for an event. */
    filesOf: async ({ id }: { id: string }) =>
      (await readdir(folder)).filter((file) => file.startsWith(id)).sort(),
    emailOf: async ({ id }: { id: string }, template: string) =>
      PostalMime.parse(await read(`${id}.${template}.eml`)),
    textMessageOf: async ({ id }: { id: string }, template: string) =>
      JSON.parse(await read(`${id}.${template}.sms.json`)),
    async close() {
      await pool.end();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
