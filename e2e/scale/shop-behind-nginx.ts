import { join } from 'node:path';
import { envPrefix, subgraphs } from '@shop/schema';
import {
  chooseShopPorts,
  newKeys,
  type ShopProcesses,
  startShopProcesses,
} from '@shop/scripts/testing';
import { freePort } from '@shop/service/ports';
import { type Balanced, startNginx, startRedis } from '@shop/testing/nginx';
import { withoutRateLimits } from '@shop/testing/shop';
import type { CountingMailServer } from '../chaos/mail-server.ts';
import { shortTimes, startInOrder, startServers } from '../chaos/servers.ts';

/** A shop with two replicas of every process, on one machine. */
export type ShopBehindNginx = {
  /** The gateways behind nginx. */
  readonly url: string;
  readonly replicas: readonly ShopProcesses[];
  readonly mailServer: CountingMailServer;
  close(): Promise<void>;
};

/**
 * Starts two gateways behind nginx, and behind it two of each subgraph; two of each worker; PostgreSQL, Redis and, if it is
 * the bus, RabbitMQ.
 */
export const startShopBehindNginx = (
  folder: string,
  variables: Readonly<Record<string, string>>,
  driver: 'postgres' | 'rabbitmq' = 'postgres',
): Promise<ShopBehindNginx> =>
  startInOrder(async (onStop) => {
    const { postgres, broker, mailServer } = await startServers(folder, driver, onStop);
    const redisPort = await freePort();
    onStop(startRedis(redisPort));
    const ports = [await chooseShopPorts(), await chooseShopPorts()];
    const balanced: Record<string, Balanced> = {};
    for (const name of ['gateway', ...subgraphs.map((one) => one.name)]) {
      const replicas = ports.map((own) => own[name] ?? 0);
      balanced[name] = { port: await freePort(), replicas };
    }
    onStop(await startNginx(join(folder, 'nginx'), balanced));
    const at = (name: string) => `http://127.0.0.1:${balanced[name]?.port}`;
    const gatewayEnvironment = {
      ...{ REDIS_URL: `redis://127.0.0.1:${redisPort}`, TRUST_PROXY: '1', ...variables },
      ...{
        ACCESS_TOKEN_JWKS_URL: `${at('user')}/.well-known/jwks.json`,
        REVOCATIONS_URL: `${at('user')}/revocations`,
      },
      ...Object.fromEntries(
        subgraphs.map(({ name }) => [`${envPrefix(name)}_SUBGRAPH_URL`, `${at(name)}/graphql`]),
      ),
    };
    const shared = {
      ...{ postgresUrl: postgres.url, rabbitmqUrl: broker?.directUrl, smtpUrl: mailServer.url },
      ...{ logLevel: 'info', keys: newKeys(), gatewayEnvironment },
      environment: { ...withoutRateLimits, ...shortTimes },
    };
    const replicas: ShopProcesses[] = [];
    for (const [n, own] of ports.entries()) {
      const replica = await startShopProcesses({
        ...{ ...shared, folder: join(folder, `replica-${n}`), ports: own },
      });
      replicas.push(replica);
      onStop(replica.stop);
    }
    return { url: `${at('gateway')}/graphql`, replicas, mailServer };
  });
