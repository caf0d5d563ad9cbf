import { createSecretKey, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog, createPostgresPool } from '@shop/service';
import { createTestDatabase } from '@shop/testing';
import PostalMime from 'postal-mime';
import { Registry } from 'prom-client';
import type { PostOffice } from '../domain/ports.ts';
import { createMailbox } from '../mail/mailbox.ts';
import { createReport } from '../metrics.ts';
import { createPrisma } from '../prisma/client.ts';
import { createDeliveryLog } from '../prisma/delivery-log.ts';

export const stationery = {
  shopUrl: 'https://shop.example/en/',
  mailTokenKey: createSecretKey(randomBytes(32)),
  staffMail: ['staff@shop.example', 'boss@shop.example'],
  staffPhone: '+4930123456',
};

/** A post office with a database and a mailbox folder of its own. */
export async function openOffice() {
  const log = createLog('test', 'silent');
  const database = await createTestDatabase('notification');
  const pool = createPostgresPool(database.url, log);
  const folder = await mkdtemp(join(tmpdir(), 'shop-mails-'));
  const carriers = await createMailbox(folder, 'Shop <no-reply@shop.example>', log);
  const metrics = new Registry();
  const deliveries = createDeliveryLog(createPrisma(pool));
  const office: PostOffice = { deliveries, carriers, report: createReport(metrics, log) };
  const read = (name: string) => readFile(join(folder, name), 'utf8');
  return {
    office,
    metrics,
    query: async (sql: string, values: unknown[] = []) => (await pool.query(sql, values)).rows,
    /** Names of the files that an event has led to. */
    filesOf: async ({ id }: { id: string }) =>
      (await readdir(folder)).filter((file) => file.startsWith(id)).sort(),
    mailOf: async ({ id }: { id: string }, template: string) =>
      PostalMime.parse(await read(`${id}.${template}.eml`)),
    smsOf: async ({ id }: { id: string }, template: string) =>
      JSON.parse(await read(`${id}.${template}.sms.json`)),
    async close() {
      await pool.end();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
