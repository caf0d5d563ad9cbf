import { keyVariables, newKeys } from './keys.ts';
import { afterwards, rotateFile } from './rotate-keys.ts';

// Prints new keys as lines for an .env file: npm run keys >> .env
// Takes those of a file one step further:    npm run keys -- --rotate .env
const [flag, file = '.env'] = process.argv.slice(2);
if (flag === '--rotate') {
  try {
    console.log(afterwards[await rotateFile(file)]);
  } catch (error) {
    console.error(`${file} is as it was: ${(error as Error).message}`);
    process.exitCode = 1;
  }
} else {
  for (const [name, value] of Object.entries(keyVariables(newKeys())))
    console.log(`${name}='${value}'`);
}
