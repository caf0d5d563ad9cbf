import { bootstrap } from '../build/bootstrap.mjs';

await bootstrap().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
const { start } = await import('../dist/start.js');
await start(process.argv.slice(2));
