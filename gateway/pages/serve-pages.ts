import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Service } from '@shop/service';
import type { Request } from 'express';
import { page as graphiql } from './graphiql/page.ts';
import { landingPage } from './landing/page.ts';
import { editorPolicy } from './policy.ts';
import { serveFiles } from './serve-files.ts';

/** The bundle of the page, from the sources as well as from `dist/`. */
const bundle = (): string => {
  const [built = '', sources = ''] = ['./pages', '../dist/pages'].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  return existsSync(`${built}/graphiql.js`) ? built : sources;
};

const wantsPage = (request: Request): boolean => request.accepts('html') !== false;

/** Serves the landing page at `/` and GraphiQL at `/graphiql`. Outside production only, as introspection. */
export function servePages(
  { app }: Pick<Service, 'app'>,
  env: { readonly NODE_ENV: string },
): void {
  if (env.NODE_ENV === 'production') return;
  app.get('/', (request, response, next) => {
    if (!wantsPage(request)) return next();
    const { html, policy } = landingPage();
    response.set('content-security-policy', policy).type('html').send(html);
  });
  app.get('/graphiql', (_request, response) => {
    response.set('content-security-policy', editorPolicy).type('html').send(graphiql);
  });
  app.use('/graphiql', serveFiles(bundle));
}
