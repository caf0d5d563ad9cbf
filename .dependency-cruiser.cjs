const { readdirSync, readFileSync } = require('node:fs');

/** The rooms of the repository and what each may import (README, Where things are). */
const service = '^(subgraphs|workers)/([^/]+)';
const room = (name) => `${service}/${name}/`;
const own = (...names) => names.map((name) => `^$1/$2/${name}`);

/** The files that the package.json of each workspace exports. */
const exportedFiles = [
  ...['bench', 'e2e', 'examples', 'gateway', 'schema', 'scripts'],
  ...['packages', 'subgraphs', 'workers', 'clients'].flatMap((folder) =>
    readdirSync(folder).map((name) => `${folder}/${name}`),
  ),
].flatMap((folder) => {
  const { exports = {} } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const sources = Object.values(exports).map((one) => one['shop-source'] ?? one);
  return sources.map((file) => `^${folder}/${file.slice(2)}$`);
});

/** The gateway's rooms in order (gateway/README.md): each imports only itself and rooms before it. */
const gatewayRooms = [
  'supergraph',
  'operation',
  'metrics',
  'defer',
  'names',
  'redis',
  'identity',
  'access',
  'limits',
  'rate-limit',
  'cache',
  'execution',
  'http',
  'subscriptions',
  'pages',
  'rest',
];
const gatewayOrder = gatewayRooms.map((name, n) => ({
  name: `gateway-${name}-imports-only-rooms-before-it`,
  severity: 'error',
  from: { path: `^gateway/${name}/`, pathNot: '\\.test\\.ts$' },
  to: {
    path: '^gateway/',
    pathNot: [
      `^gateway/(${gatewayRooms.slice(0, n + 1).join('|')})/`,
      '^gateway/context\\.ts$',
      '/node_modules/',
    ],
  },
}));

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: { pathNot: '/generated/' },
      to: { circular: true },
    },
    {
      name: 'no-undeclared-packages',
      severity: 'error',
      from: { pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'nothing-unresolvable',
      severity: 'error',
      // The example of an app declares the packages that an app has.
      from: { pathNot: '/generated/|^examples/react-native/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'domain-knows-nothing-else',
      comment: 'domain/ knows the business and @shop/schema; no GraphQL, no database, no messages.',
      severity: 'error',
      from: { path: room('domain'), pathNot: '\\.test\\.ts$' },
      to: {
        pathNot: [
          ...own('domain/'),
          '^packages/domain/',
          '^schema/',
          '^node_modules/zod/',
          '^node:',
          '^crypto$',
        ],
      },
    },
    {
      name: 'resolvers-know-graphql',
      severity: 'error',
      from: { path: room('resolvers'), pathNot: '\\.int\\.test\\.ts$' },
      to: {
        path: [
          ...own('prisma/', 'events/', 'payments/', 'documents/', 'generated/prisma'),
          '^packages/messaging/',
        ],
      },
    },
    {
      name: 'events-know-messages',
      severity: 'error',
      from: { path: room('events'), pathNot: '\\.int\\.test\\.ts$' },
      to: {
        path: [
          ...own('prisma/', 'resolvers/', 'payments/', 'documents/', 'generated/'),
          '^node_modules/(graphql|amqplib)/',
        ],
      },
    },
    {
      name: 'payments-know-the-provider',
      comment:
        'payments/ talks to the provider; domain/ decides what its results mean. The database of a provider is in its own prisma/.',
      severity: 'error',
      from: {
        path: room('payments'),
        pathNot: ['\\.test\\.ts$', `${room('payments')}[^/]+/prisma/`],
      },
      to: {
        pathNot: [
          ...own('domain/', 'payments/', 'prisma/client\\.ts$'),
          '^schema/',
          '^packages/(domain|service)/',
          '^node_modules/(zod|stripe)/',
          '^node:',
          '^crypto$',
        ],
      },
    },
    {
      name: 'sending-knows-http',
      comment: 'sending/ makes the requests of webhooks; domain/ decides what their results mean.',
      severity: 'error',
      from: { path: room('sending'), pathNot: '\\.test\\.ts$' },
      to: {
        pathNot: [
          ...own('domain/', 'sending/'),
          '^packages/domain/',
          '^node_modules/undici/',
          '^node:',
          '^(crypto|dns|net|util)$',
        ],
      },
    },
    {
      name: 'documents-know-pdf-and-http',
      comment: 'documents/ shows what domain/ has issued.',
      severity: 'error',
      from: { path: room('documents'), pathNot: '\\.test\\.ts$' },
      to: {
        pathNot: [
          ...own('domain/', 'documents/'),
          '^packages/(domain|service)/',
          '^schema/',
          '^node_modules/(any-ascii|fontkit|@types/fontkit|pdfkit|@types/pdfkit)/',
          '/node_modules/lru-cache/',
          '^node:',
          '^(crypto|fs|module)$',
        ],
      },
    },
    {
      name: 'stores-of-providers-know-the-database',
      severity: 'error',
      from: { path: `${room('payments')}[^/]+/prisma/`, pathNot: '\\.test\\.ts$' },
      to: {
        pathNot: [
          ...own('domain/', 'payments/', 'prisma/client\\.ts$', 'generated/prisma/'),
          '^packages/(domain|service)/',
          '^node:',
        ],
      },
    },
    {
      name: 'prisma-knows-the-database',
      severity: 'error',
      from: { path: room('prisma'), pathNot: '\\.int\\.test\\.ts$' },
      to: { path: [...own('resolvers/', 'events/', 'documents/'), '^node_modules/graphql/'] },
    },
    {
      name: 'entries-are-not-imported',
      severity: 'error',
      from: {},
      to: { path: '^(gateway|subgraphs/[^/]+|workers/[^/]+)/(main|worker)\\.ts$' },
    },
    {
      name: 'services-do-not-know-each-other',
      severity: 'error',
      from: { path: service },
      to: { path: '^(subgraphs|workers|gateway|scripts|e2e)/', pathNot: '^$1/$2/' },
    },
    {
      name: 'gateway-knows-no-service',
      severity: 'error',
      from: { path: '^gateway/' },
      to: { path: '^(subgraphs|workers|scripts|e2e)/' },
    },
    ...gatewayOrder,
    {
      name: 'packages-know-no-service',
      severity: 'error',
      from: { path: '^(packages|schema)/' },
      to: { path: '^(subgraphs|workers|gateway|scripts|e2e)/' },
    },
    {
      name: 'schema-knows-only-the-domain-kit',
      severity: 'error',
      from: { path: '^schema/' },
      to: { path: '^packages/', pathNot: '^packages/domain/' },
    },
    {
      name: 'domain-kit-imports-nothing-of-the-house',
      severity: 'error',
      from: { path: '^packages/domain/', pathNot: '\\.test\\.ts$' },
      to: {
        path: '^(schema|gateway|subgraphs|workers|packages|scripts)/',
        pathNot: '^packages/domain/',
      },
    },
    {
      name: 'client-kit-imports-nothing-of-the-house',
      comment: 'It is published: what its code imports must be in its own package.',
      severity: 'error',
      from: { path: '^packages/client/', pathNot: '^packages/client/tools/' },
      to: {
        path: '^(schema|gateway|subgraphs|workers|packages|scripts)/',
        pathNot: '^packages/client/',
      },
    },
    {
      name: 'clients-know-the-client-kit-alone',
      comment:
        'A client is what anybody could write: it has the contract, its own code, @shop/client, and what web clients share.',
      severity: 'error',
      from: { path: '^clients/([^/]+)/' },
      to: {
        path: '^(gateway|schema|subgraphs|workers|packages|scripts|e2e|bench|examples|clients)/',
        pathNot: ['^clients/$1/', '^packages/client/index\\.ts$', '^packages/web/index\\.ts$'],
      },
    },
    {
      name: 'web-shell-knows-the-client-kit-alone',
      severity: 'error',
      // Tests compare messages with the contract.
      from: { path: '^packages/web/', pathNot: '\\.test\\.ts$' },
      to: {
        path: '^(gateway|schema|subgraphs|workers|packages|scripts|e2e|bench|examples|clients)/',
        pathNot: ['^packages/web/', '^packages/client/index\\.ts$'],
      },
    },
    {
      name: 'production-never-imports-test-support',
      severity: 'error',
      from: {
        pathNot: [
          '(^|/)testing/',
          '\\.(test|chaos|e2e)\\.ts$',
          '^(e2e|bench)/',
          '^vitest\\.config\\.ts$',
        ],
      },
      to: { path: '(^|/)testing/' },
    },
    {
      name: 'tests-of-the-whole-import-package-exports-only',
      comment: 'e2e, bench and examples use other workspaces through the exports of @shop/*.',
      severity: 'error',
      from: { path: '^(e2e|bench|examples)/' },
      to: {
        path: '^(gateway|schema|subgraphs|workers|packages|scripts|e2e|bench|examples)/',
        pathNot: ['^$1/', ...exportedFiles],
      },
    },
    {
      name: 'amqplib-only-in-messaging',
      severity: 'error',
      from: { pathNot: '^packages/messaging/' },
      to: { path: '^node_modules/amqplib/' },
    },
    {
      name: 'prisma-client-only-in-prisma-rooms',
      severity: 'error',
      from: { pathNot: ['/prisma/', '/generated/prisma/', '^scripts/'] },
      to: { path: ['/generated/prisma/', '^node_modules/@prisma/'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|coverage)/|^bench/peers/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['shop-source', 'import', 'node', 'default', 'types'],
      // Some packages are types alone.
      mainFields: ['main', 'types', 'typings'],
    },
  },
};
