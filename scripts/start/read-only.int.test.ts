import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { until } from '@shop/testing';
import { describe, expect, it } from 'vitest';
import { newKeys } from '../keys/keys.ts';
import { databases, databaseVariable } from '../postgres/databases.ts';
import { root } from '../root.ts';
import { canBeReadOnly, spawnReadOnly } from '../testing/read-only.ts';
import { useWholeShop } from '../testing/whole-shop.ts';
import { choosePorts } from './choose-ports.ts';
import { portNames, processNames, processSpecs } from './environment.ts';
import { alone } from './hosting.ts';
import { isReady } from './launch.ts';

const possible = canBeReadOnly();
if (!possible) console.warn('SKIPPED: this system has no namespaces for read-only file systems');

describe.skipIf(!possible)('the start command of a container', () => {
  const shop = useWholeShop();

  const programs = async () => {
    const databaseUrls = Object.fromEntries(
      databases.map((name) => [name, shop.env[databaseVariable(name)] ?? '']),
    );
    return processSpecs({
      ports: await choosePorts(0, portNames, () => {}),
      databaseUrls,
      bus: { driver: 'postgres', url: databaseUrls['bus'] ?? '' },
      smtpUrl: 'smtp://127.0.0.1:1',
      mailbox: '/nonexistent',
      supergraph: join(root, 'schema/supergraph.graphql'),
      keys: newKeys(),
      logLevel: 'warn',
      nodeEnv: 'production',
    }).map(alone);
  };

  it.each(processNames)(
    '%s runs as an unprivileged user on a read-only file system, and stops in order',
    async (name) => {
      const program = (await programs()).find((one) => one.name === name);
      if (!program) throw new Error(`${name} is not a process`);
      const env = { PAYMENT_PROVIDER: 'test', ...program.env };
      const child = spawnReadOnly([...program.options, ...program.command], env);
      const exited = once(child, 'exit');
      const output = Promise.all([child.stdout, child.stderr].map((one) => one && text(one)));
      let ended = false;
      void exited.then(() => {
        ended = true;
      });
      await until(`${name} to be ready`, async () => ended || isReady(program));
      child.kill('SIGTERM');
      const [code] = await exited;
      expect([code, code === 0 ? '' : (await output).join('')]).toEqual([0, '']);
    },
  );
});
