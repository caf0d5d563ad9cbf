import { spawnSync } from 'node:child_process';
import { root } from '../root.ts';
import { explainedAdvisories } from './explained-advisories.ts';
import { judgeAudit } from './judge-audit.ts';

// npm run audit: fails on an advisory that explained-advisories.ts does not explain. Exit codes: 0 clean or explained,
// 1 findings, 2 the registry has not audited.
const args = ['audit', '--json', '--omit=dev'];
const { stdout } = spawnSync('npm', args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 2 ** 20 });
try {
  const today = new Date().toISOString().slice(0, 10);
  const { findings, unused } = judgeAudit(stdout, explainedAdvisories, today);
  const lines = [...findings, ...unused.map((id) => `${id} is explained and was not found.`)];
  process.stdout.write(`${lines.length > 0 ? lines.join('\n') : 'Nothing is found.'}\n`);
  process.exitCode = lines.length > 0 ? 1 : 0;
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 2;
}
