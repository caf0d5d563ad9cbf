import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Express } from 'express';
import serveCompressed from 'express-static-gzip';
import { type PaymentSites, paymentSites } from './payment-sites.ts';
import { pagePolicy } from './policy.ts';

/** The web applications by the variable that switches them on: their folder in `clients/`, and where they are served. */
const clients = {
  STOREFRONT: { name: 'storefront', path: '/shop' },
  BACK_OFFICE: { name: 'back-office', path: '/back-office' },
} as const;
type Client = (typeof clients)[keyof typeof clients];
type Variables = Readonly<Record<keyof typeof clients, 'on' | 'off'>> & {
  readonly NODE_ENV: string;
  readonly PAYMENT_PROVIDER?: string | undefined;
};

/** Serves the web applications that are switched on. */
export function serveClients(app: Express, env: Variables): void {
  const payment = paymentSites(env.PAYMENT_PROVIDER);
  const isProduction = env.NODE_ENV === 'production';
  if (env.STOREFRONT === 'on') serveClient(app, clients.STOREFRONT, { isProduction, payment });
  if (env.BACK_OFFICE === 'on') serveClient(app, clients.BACK_OFFICE, { isProduction });
}

/** A built web application, from the sources as well as from `dist/`. */
const builtClient = ({ name }: Client): string =>
  fileURLToPath(new URL(`../../clients/${name}/dist/`, import.meta.url));

type Sites = { readonly isProduction: boolean; readonly payment?: PaymentSites | undefined };

/** In development the shop has two names: a page of one shows pictures whose addresses have the other. */
const localPictures = ' http://localhost:* http://127.0.0.1:*';

/**
 * Scripts and styles are files, besides those of a payment provider. Staff may take the pictures of products from other
 * sites.
 */
const policyOf = ({
  isProduction,
  payment: { scripts = '', connections = '', frames } = {},
}: Sites): string =>
  pagePolicy(
    `script-src 'self'${scripts}`,
    "style-src 'self'",
    `img-src 'self' https:${isProduction ? '' : localPictures}`,
    `connect-src 'self'${connections}`,
    ...(frames ? [`frame-src${frames}`] : []),
    "form-action 'self'",
  );

/** Serves the files of a folder: compressed, where the build has written them so and the client accepts it. */
const serveFiles = (folder: string, cacheControl?: string) =>
  serveCompressed(folder, {
    enableBrotli: true,
    orderPreference: ['br', 'gzip'],
    index: false,
    serveStatic: {
      redirect: false,
      ...(cacheControl && {
        setHeaders: (sent) => void sent.setHeader('cache-control', cacheControl),
      }),
    },
  });

/**
 * Serves a web application: files with a hash in their name are cached for good, and every other path is the page, whose
 * script shows what the path names.
 */
export function serveClient(
  app: Express,
  client: Client,
  { folder = builtClient(client), ...sites }: Sites & { readonly folder?: string },
): void {
  const policy = policyOf(sites);
  const { name, path } = client;
  const assets = serveFiles(join(folder, 'assets'), 'public, max-age=31536000, immutable');
  app.use(path, (_request, response, next) => {
    response.set({ 'content-security-policy': policy, 'cache-control': 'no-cache' });
    next();
  });
  app.use(`${path}/assets`, assets, (_request, response) => void response.sendStatus(404));
  app.use(path, serveFiles(folder));
  app.get(`${path}{/*path}`, (request, response, next) => {
    if (request.path === path) return response.redirect(308, `${path}/`);
    if (request.accepts('html') === false) return next();
    if (!existsSync(join(folder, 'index.html'))) {
      const notBuilt = `Not built: run \`npm run build --workspace clients/${name}\`.\n`;
      return response.status(503).type('text').send(notBuilt);
    }
    response.sendFile('index.html', { root: folder, cacheControl: false });
  });
}
