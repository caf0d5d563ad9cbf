import { exceptions, notAllowed } from './licence-policy.ts';
import { idOf, productionPackages } from './packages.ts';

// npm run licences: prints the packages of production by the licence that they state. Exit code 1 when
// licence-policy.ts does not allow one of them.
const packages = productionPackages();
const byLicence = new Map<string, string[]>();
for (const one of packages) {
  const licence = one.licence ?? 'none stated';
  byLicence.set(licence, [...(byLicence.get(licence) ?? []), idOf(one)]);
}
const print = (text: string) => void process.stdout.write(`${text}\n`);
for (const [licence, ids] of [...byLicence].sort(([a], [b]) => (a < b ? -1 : 1))) {
  print(`${licence} (${ids.length})`);
  for (const { reason } of exceptions.filter((one) => one.licence === licence))
    print(`  ${reason}`);
  print(`  ${ids.join(', ')}\n`);
}
const refused = notAllowed(packages);
for (const one of refused) {
  process.stderr.write(`not allowed: ${idOf(one)}: ${one.licence ?? 'none stated'}\n`);
}
process.exitCode = refused.length > 0 ? 1 : 0;
