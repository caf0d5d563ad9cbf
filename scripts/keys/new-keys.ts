import { keyVariables, newKeys } from './keys.ts';
import { nextActions, rotateFile } from './rotate-keys.ts';

// Prints new keys as lines for an .env file: npm run keys >> .env
// Rotates the keys of a file by one step:    npm run keys -- --rotate .env
const [flag, file = '.env'] = process.argv.slice(2);
if (flag === '--rotate') {
  try {
    console.log(nextActions[await rotateFile(file)]);
  } catch (error) {
    console.error(`${file} was not changed: ${(error as Error).message}`);
    process.exitCode = 1;
  }
} else {
  for (const [name, value] of Object.entries(keyVariables(newKeys())))
    console.log(`${name}='${value}'`);
}
