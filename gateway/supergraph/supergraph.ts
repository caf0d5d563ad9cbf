import { readFileSync, watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { SupergraphSdlHook } from '@apollo/gateway';
import type { Log } from '@shop/service';
import { parse, print, visit } from 'graphql';
import { securitySpecOf } from '../access/links.ts';

/**
 * The supergraph as ApolloGateway accepts it. It refuses `@link(for: SECURITY)`, the mark that
 * composition puts on `@authenticated` and `@requiresScopes`; only that argument is dropped, on
 * those links only, since this gateway enforces them itself.
 */
export const withoutSecurityMarks = (sdl: string): string =>
  print(
    visit(parse(sdl), {
      Directive(node) {
        if (!securitySpecOf(node)) return undefined;
        return { ...node, arguments: node.arguments?.filter(({ name }) => name.value !== 'for') };
      },
    }),
  );

/** Editors and deployments write a file in several steps; this many milliseconds of quiet end them. */
const quietMs = 100;

/** Serves the supergraph in a file, and again whenever the file changes; a bad file is not taken. */
export const supergraphFromFile =
  (path: string, log: Pick<Log, 'info' | 'error'>): SupergraphSdlHook =>
  async ({ update }) => {
    let timer: NodeJS.Timeout | undefined;
    const reload = async () => {
      try {
        update(withoutSecurityMarks(await readFile(path, 'utf8')));
        log.info({ path }, 'supergraph reloaded');
      } catch (error) {
        log.error({ err: error, path }, 'supergraph refused, the old one stays');
      }
    };
    // The folder, because replacing a file ends a watch on the file itself.
    const watcher = watch(dirname(resolve(path)), (_, file) => {
      if (file !== basename(path)) return;
      clearTimeout(timer);
      timer = setTimeout(() => void reload(), quietMs);
    });
    return {
      supergraphSdl: withoutSecurityMarks(readFileSync(path, 'utf8')),
      cleanup: async () => {
        clearTimeout(timer);
        watcher.close();
      },
    };
  };
