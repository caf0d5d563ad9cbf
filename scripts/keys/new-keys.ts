import { envLine, fillEnvFile, newSecrets } from './env-file.ts';
import { nextActions, rotateFile } from './rotate-keys.ts';

// Fills missing keys and passwords of a file:     npm run keys -- .env
// Prints new ones as lines for an env file:       npm run keys --silent
// Rotates the keys of a file by one step:         npm run keys -- --rotate .env
const [first, second = '.env'] = process.argv.slice(2);

try {
  if (first === '--rotate') console.log(nextActions[await rotateFile(second)]);
  else if (first) {
    const names = await fillEnvFile(first);
    console.log(names.length > 0 ? `New in ${first}: ${names.join(', ')}` : 'Nothing was missing.');
  } else
    for (const [name, value] of Object.entries(newSecrets())) console.log(envLine(name, value));
} catch (error) {
  console.error(
    `${first === '--rotate' ? second : first} was not changed: ${(error as Error).message}`,
  );
  process.exitCode = 1;
}
