import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../root.ts';
import { judgeAudit } from './judge-audit.ts';
import { notAllowed } from './licence-policy.ts';
import { idOf, productionPackages } from './packages.ts';

const packages = productionPackages();

it('production installs what the services import, and no tools', () => {
  const names = packages.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['graphql', 'pg', 'amqplib', '@apollo/gateway']));
  expect(names).not.toContain('vitest');
});

describe('licences', () => {
  it('every licence of production is allowed', () => {
    expect(notAllowed(packages)).toEqual([]);
  });

  it.each(['GPL-3.0', 'AGPL-3.0-only', 'Elastic-2.0', undefined])(
    '%s is not allowed',
    (licence) => {
      expect(notAllowed([{ name: 'left-pad', version: '1.0.0', licence }])).toHaveLength(1);
    },
  );
});

describe('npm run sbom', () => {
  it('lists every package of production in CycloneDX, with its hash, licence and dependencies', () => {
    const folder = mkdtempSync(join(tmpdir(), 'shop-sbom-'));
    const file = join(folder, 'sbom.json');
    const args = ['--import', 'tsx', 'scripts/supply-chain/sbom.ts', file];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    const bom = JSON.parse(readFileSync(file, 'utf8'));
    rmSync(folder, { recursive: true });
    expect(bom).toMatchObject({
      bomFormat: 'CycloneDX',
      metadata: { component: { name: 'shop-supergraph' } },
    });
    // npm lists optional packages of other systems only where they are installed.
    const listed = new Set(bom.components.map(idOf));
    const direct = ['graphql', 'pg', 'express', 'amqplib', 'pino', 'zod', '@apollo/server'];
    for (const name of direct) {
      const one = packages.find((installed) => installed.name === name);
      expect([name, one && listed.has(idOf(one))]).toEqual([name, true]);
    }
    expect(listed.size).toBeGreaterThan(packages.length * 0.9);
    const {
      'bom-ref': ref,
      hashes,
      licenses,
    } = bom.components.find(({ name }: { name: string }) => name === 'pg');
    expect(hashes[0].alg).toBe('SHA-512');
    expect(licenses[0].license.id).toBe('MIT');
    const { dependsOn } = bom.dependencies.find((one: { ref: string }) => one.ref === ref);
    expect(dependsOn.join()).toContain('pg-pool@');
  });
});

describe('npm run audit', () => {
  const id = 'GHSA-abcd-efgh-ijkl';
  const output = JSON.stringify({
    vulnerabilities: {
      outer: { via: ['inner'] },
      inner: {
        via: [{ title: 'Bad', url: `https://github.com/advisories/${id}`, severity: 'high' }],
      },
    },
  });
  const explained = { id, reason: 'not reached', until: '2026-06-30' };

  it('finds an advisory without an explanation', () => {
    expect(judgeAudit(output, [], '2026-03-01').findings).toEqual([`${id} (high) of inner: Bad`]);
  });

  it('passes an explained advisory until its day', () => {
    expect(judgeAudit(output, [explained], '2026-06-30').findings).toEqual([]);
    expect(judgeAudit(output, [explained], '2026-07-01').findings).toHaveLength(1);
  });

  it('finds an explanation of nothing', () => {
    const clean = JSON.stringify({ vulnerabilities: {} });
    expect(judgeAudit(clean, [explained], '2026-03-01').unused).toEqual([id]);
  });

  it('a registry that does not audit is an error', () => {
    const refused = JSON.stringify({ error: { summary: '405 Method Not Allowed' } });
    expect(() => judgeAudit(refused, [], '2026-03-01')).toThrow('405');
  });
});
