import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { root } from '../root.ts';
import { idOf, productionPackages } from './packages.ts';

// npm run sbom -- <file>: the software bill of materials of production, CycloneDX 1.5 as npm writes it. npm would also leave
// out packages that one workspace needs in production and another for development; so it lists all, and the lock file
// decides.
type Component = { readonly 'bom-ref': string; readonly name: string; readonly version: string };
type Bom = {
  readonly components: readonly Component[];
  readonly metadata: { readonly component: Component };
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
};

/** Returns a bill of materials without the components that production does not install. */
function ofProduction(bom: Bom): Bom {
  const installed = new Set(productionPackages().map(idOf));
  const components = bom.components.filter((one) => installed.has(idOf(one)));
  const { component } = bom.metadata;
  const refs = new Set([component, ...components].map((one) => one['bom-ref']));
  return {
    ...bom,
    // npm names it after the folder.
    metadata: { ...bom.metadata, component: { ...component, name: 'shop-supergraph' } },
    components,
    dependencies: bom.dependencies
      .filter(({ ref }) => refs.has(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => refs.has(one)) })),
  };
}

const [file] = process.argv.slice(2);
if (file === undefined) {
  process.stderr.write('Usage: npm run sbom -- <file>\n');
  process.exitCode = 2;
} else {
  const args = ['sbom', '--sbom-format=cyclonedx', '--package-lock-only'];
  const options = { cwd: root, encoding: 'utf8', maxBuffer: 64 * 2 ** 20 } as const;
  const bom = ofProduction(JSON.parse(execFileSync('npm', args, options)));
  writeFileSync(file, `${JSON.stringify(bom, null, 2)}\n`);
  process.stdout.write(`${bom.components.length} components: ${file}\n`);
}
