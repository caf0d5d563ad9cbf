import { readFileSync, watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { SupergraphSdlHook } from '@apollo/gateway';
import { linksOf, securitySpecOf } from '@shop/schema/supergraph';
import type { Log } from '@shop/service';
import { parse } from 'graphql';

/**
 * Returns the supergraph as ApolloGateway accepts it. It refuses `@link(for: SECURITY)`, which
 * composition adds to the links of `@authenticated` and `@requiresScopes`; only that argument is
 * dropped, on those links only, since this gateway enforces them itself.
 */
export function withoutSecurityPurpose(sdl: string): string {
  const purposes = linksOf(parse(sdl))
    .filter(securitySpecOf)
    .flatMap((link) => link.arguments ?? [])
    .filter(({ name }) => name.value === 'for');
  // From the end, so that the places of the others stay. Commas are white space in GraphQL.
  return purposes.reduceRight(
    (text, { loc }) => (loc ? text.slice(0, loc.start) + text.slice(loc.end) : text),
    sdl,
  );
}

/** Editors and deployments write a file in several steps; the reload waits for this pause, in ms. */
const quietMs = 100;

/** Loads the supergraph from a file, and again when the file changes; a bad file is not loaded. */
export const supergraphFromFile =
  (
    path: string,
    log: Pick<Log, 'info' | 'error'>,
    onLoad: (outcome: 'loaded' | 'refused') => void = () => {},
  ): SupergraphSdlHook =>
  async ({ update }) => {
    let timer: NodeJS.Timeout | undefined;
    const reload = async () => {
      try {
        update(withoutSecurityPurpose(await readFile(path, 'utf8')));
        log.info({ path }, 'supergraph reloaded');
        onLoad('loaded');
      } catch (error) {
        log.error({ err: error, path }, 'supergraph refused; the previous one stays in use');
        onLoad('refused');
      }
    };
    // Watches the folder, because replacing a file ends a watch on the file itself.
    const watcher = watch(dirname(resolve(path)), (_, file) => {
      if (file !== basename(path)) return;
      clearTimeout(timer);
      timer = setTimeout(() => void reload(), quietMs);
    });
    return {
      supergraphSdl: withoutSecurityPurpose(readFileSync(path, 'utf8')),
      cleanup: async () => {
        clearTimeout(timer);
        watcher.close();
      },
    };
  };
