import { createHash } from 'node:crypto';
import { demoAccounts, demoPassword } from '@shop/schema/demo-accounts';
import { pagePolicy } from '../policy.ts';
import { script } from './script.ts';
import { style } from './style.ts';

const hashOf = (text: string): string =>
  `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const links = [
  ['/shop/', 'Storefront', 'The shop as customers see it: search, buy, follow an order.'],
  ['/back-office/', 'Back office', 'Where staff work: orders, products and stock.'],
  ['/graphiql', 'GraphiQL', 'Send operations, with examples and subscriptions. Works offline.'],
  ['/graphql', 'Apollo Sandbox', 'The same in Apollo’s page, which loads from the internet.'],
  ['/api/docs', 'REST', 'Try the routes of /api/v1.'],
  ['/api/openapi.json', 'OpenAPI', 'The description of REST, for generators and Postman.'],
  ['/health/ready', 'Health', 'Whether this gateway is ready.'],
] as const;

const account = ({ email, displayName, roles }: (typeof demoAccounts)[keyof typeof demoAccounts]) =>
  `<button type="button" data-email="${email}"><b>${displayName}</b><span>${roles.join(', ').toLowerCase()}</span></button>`;

const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Shop Supergraph</title>
<link rel="icon" href="data:,">
<style>${style}</style>
<body data-password="${demoPassword}">
<main>
<h1>Shop Supergraph</h1>
<p class="lead">The gateway of a complete commerce backend: catalogue, stock, carts, orders and accounts in one graph, over
GraphQL and REST.</p>
<section>
<h2>Sign in as</h2>
<div class="grid accounts">${Object.values(demoAccounts).map(account).join('\n')}</div>
<p role="status" id="status">Not signed in. One click signs in with a demonstration account; GraphiQL then sends its token.</p>
<button type="button" id="sign-out" hidden>Sign out</button>
</section>
<section>
<h2>Try it</h2>
<nav class="grid">${links
  .map(([href, name, what]) => `<a href="${href}"><b>${name}</b><span>${what}</span></a>`)
  .join('\n')}</nav>
</section>
<footer>Guides are in <code>docs/</code>: begin with <code>docs/clients.md</code>; <code>docs/api.md</code> is the reference.
This page and GraphiQL are served in development only.</footer>
</main>
<script>${script}</script>
</body>
</html>
`;

const policy = pagePolicy(
  `script-src ${hashOf(script)}`,
  `style-src ${hashOf(style)}`,
  'img-src data:',
);

/** Returns the page of the gateway in development, with the policy that allows its script and style alone. */
export const landingPage = (): { readonly html: string; readonly policy: string } => ({
  html,
  policy,
});
