import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Express, static as serveStatic } from 'express';
import { pagePolicy } from './policy.ts';

/** The built storefront, from the sources as well as from `dist/`. */
const builtStorefront = fileURLToPath(new URL('../../clients/storefront/dist/', import.meta.url));
const notBuilt =
  'The storefront is not built: run `npm run build --workspace clients/storefront`.\n';

/** Its scripts and styles are files. Staff may take the pictures of products from other sites. */
const policy = pagePolicy(
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' https:",
  "form-action 'self'",
);

/**
 * Serves the storefront at `/shop/`: files with a hash in their name are cached for good, and every other path is the page,
 * whose script shows what the path names.
 */
export function serveStorefront(app: Express, folder = builtStorefront): void {
  const files = { index: false, redirect: false } as const;
  const assets = serveStatic(join(folder, 'assets'), {
    ...files,
    setHeaders: (sent) =>
      void sent.setHeader('cache-control', 'public, max-age=31536000, immutable'),
  });
  app.use('/shop', (_request, response, next) => {
    response.set({ 'content-security-policy': policy, 'cache-control': 'no-cache' });
    next();
  });
  app.use('/shop/assets', assets, (_request, response) => void response.sendStatus(404));
  app.use('/shop', serveStatic(folder, files));
  app.get('/shop{/*path}', (request, response, next) => {
    if (request.path === '/shop') return response.redirect(308, '/shop/');
    if (request.accepts('html') === false) return next();
    if (!existsSync(join(folder, 'index.html'))) {
      return response.status(503).type('text').send(notBuilt);
    }
    response.sendFile('index.html', { root: folder, cacheControl: false });
  });
}
