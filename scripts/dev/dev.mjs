import { bootstrap } from '../build/bootstrap.mjs';

await bootstrap().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
// The starter runs from its sources: a build may replace its bundle while it runs.
const { register } = await import('tsx/esm/api');
register();
const { dev } = await import('./dev.ts');
await dev(process.argv.slice(2));
