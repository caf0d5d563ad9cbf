import { once } from 'node:events';
import { pathToFileURL } from 'node:url';

type Seed = { seed(databaseUrl: string): Promise<void> };

// Forked with a message that has the built seeds to run, and the database URL of each: several groups, one after the other.
const [groups] = (await once(process, 'message')) as [readonly Readonly<Record<string, string>>[]];
for (const seeds of groups) {
  await Promise.all(
    Object.entries(seeds).map(async ([file, databaseUrl]) => {
      const { seed }: Seed = await import(pathToFileURL(file).href);
      await seed(databaseUrl);
    }),
  );
}
process.disconnect();
