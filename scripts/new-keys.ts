import { keyVariables, newKeys } from './keys.ts';

// Prints new keys as lines for an .env file: npm run keys >> .env
for (const [name, value] of Object.entries(keyVariables(newKeys())))
  console.log(`${name}='${value}'`);
