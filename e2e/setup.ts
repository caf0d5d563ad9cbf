import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type RunningShop, startShop } from '@shop/testing/shop';
import { startSpanReceiver } from '@shop/testing/span-receiver';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Starts the shop of the project when it is first requested, and responds with what it is: see `shop.ts`. */
    shopUrl: string;
    /** Responds with the spans of the shop. */
    spansUrl: string;
  }
}

/** Webhooks give up after three attempts within a second. */
const quickWebhooks = { WEBHOOK_RETRY_FIRST_MS: '20', WEBHOOK_MAX_ATTEMPTS: '3' };

/**
 * Provides the tests of a project with a shop, on the broker when its URL is given and with its traces exported. It starts,
 * after `prepare`, when a test first asks for it: the other tests that run before need the machine. Returns how to stop it.
 */
export async function provideShop(
  project: TestProject,
  rabbitmqUrl = '',
  prepare: () => Promise<void> = async () => {},
): Promise<() => Promise<void>> {
  const receiver = await startSpanReceiver();
  const start = async () => {
    await prepare();
    return startShop({
      ...{ RABBITMQ_URL: rabbitmqUrl, ...quickWebhooks },
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    });
  };
  let starting: Promise<RunningShop> | undefined;
  const server = createServer(async (_, response) => {
    starting ??= start();
    try {
      response.end(JSON.stringify(await starting));
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  project.provide('shopUrl', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  project.provide('spansUrl', `${receiver.url}/spans`);
  return async () => {
    server.close();
    server.closeAllConnections();
    const shop = await starting?.catch(() => undefined);
    await shop?.stop();
    await receiver.close();
  };
}

/** The hook of vitest: the shop on the embedded bus. */
export const setup = (project: TestProject) => provideShop(project);
