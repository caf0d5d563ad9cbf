import { envPrefix, subgraphs, workers } from '@shop/schema';
import { editCode } from './edit-code.ts';
import { editYaml } from './edit-yaml.ts';

type Edit = (text: string) => string;

const last = subgraphs[subgraphs.length - 1] ?? subgraphs[0];
const worker = envPrefix(workers[0].name);
const port = Math.max(...subgraphs.map((subgraph) => subgraph.port)) + 1;

/** The files that list subgraphs, by path, with what each has to gain. `fill` puts the name in. */
export const editsOf = (fill: Edit): Readonly<Record<string, Edit>> => ({
  'schema/subgraphs.ts': (text) =>
    editCode('subgraphs.ts', text, {
      elements: { subgraphs: fill(`{ name: '__name__', port: ${port} }`) },
    }),

  'schema/events/events.ts': (text) =>
    editCode('events.ts', text, {
      imports: fill(`import { __name__Events } from './__name__.ts';`),
      elements: {
        eventsBySource: fill('__name__: __name__Events'),
        registry: fill('...__name__Events'),
      },
    }),

  'e2e/access-matrix/index.ts': (text) =>
    editCode('index.ts', text, {
      imports: fill(`import { __name__Rows } from './__name__-rows.ts';`),
      elements: { matrix: fill('...__name__Rows') },
    }),

  'codegen.yml': (text) =>
    editYaml(text, ({ after }) => [
      after(['generates', `subgraphs/${last.name}/generated/graphql.ts`], fill(codegen)),
    ]),

  'docker-compose.yml': (text) => editCompose(text, fill),

  '.github/workflows/images.yml': (text) =>
    editYaml(text, ({ first }) => [
      first(['jobs', 'image', 'strategy', 'matrix', 'workspace'], fill('subgraphs/__name__, ')),
    ]),

  'deploy/monitoring/prometheus.yml': (text) =>
    editYaml(text, ({ first }) => [
      first(['scrape_configs', 0, 'static_configs', 0, 'targets'], fill(scrapeTargets)),
    ]),

  'deploy/k8s/base/kustomization.yaml': (text) =>
    editYaml(text, ({ first }) => [
      first(['resources'], fill('__name__\n  - ')),
      first(
        ['configMapGenerator', 1, 'literals'],
        fill('__NAME___SUBGRAPH_URL=http://__name__-graph:4000/graphql\n      - '),
      ),
      first(['replicas'], fill('{ name: __name__-worker, count: 2 }\n  - ')),
    ]),

  'deploy/k8s/overlays/development/kustomization.yaml': (text) =>
    editYaml(text, ({ first }) => [
      first(['replicas'], fill('{ name: __name__-worker, count: 1 }\n  - ')),
    ]),

  'deploy/k8s/overlays/production/kustomization.yaml': (text) =>
    editYaml(text, ({ first }) => [first(['images'], fill(pushedImage))]),

  '.env.example': (text) => {
    const lines = text.split('\n');
    const at = lines.findLastIndex((line) => /^\w+_DATABASE_PASSWORD=/.test(line));
    if (at < 0) throw new Error('.env.example has no password of a database.');
    lines.splice(at + 1, 0, fill('__NAME___DATABASE_PASSWORD='));
    return lines.join('\n');
  },
});

const codegen = `  subgraphs/__name__/generated/graphql.ts:
    schema: [schema/shared.graphql, schema/__name__.graphql]
    plugins: [typescript, typescript-resolvers]
    config:
      <<: *resolvers
      contextType: ../context.ts#__Name__Context
      mappers:
        Money: '@shop/domain#Money as MoneyModel'
        __Name__: ../domain/__name__.ts#__Name__ as __Name__Model
`;

/** Two items before the first one, whose dash they take. */
const scrapeTargets = `__name__:9464
          - __name__-worker:9464
          - `;

const pushedImage = `{ name: shop/__name__, newName: registry.example/shop/__name__, newTag: v0.1.0 }
  - `;

const password = `\${__NAME___DATABASE_PASSWORD:?run npm run keys -- .env}`;

const composeDatabase = `x-__name__-database: &__name__-database
  __NAME___DATABASE_URL: postgres://shop___name__@postgres:5432/shop___name__
  __NAME___DATABASE_PASSWORD: ${password}

`;

const composeServices = `  __name__:
    <<: *service
    image: shop/__name__
    build: { context: ., dockerfile: deploy/Dockerfile, args: { WORKSPACE: subgraphs/__name__ } }
    depends_on: *after-migration
    environment: { <<: [*environment, *internal, *__name__-database] }
  __name__-worker:
    <<: *service
    image: shop/__name__
    depends_on: *after-bus
    environment: { <<: [*environment, *bus, *__name__-database], ENTRY: worker }

`;

const editCompose = (text: string, fill: Edit): string =>
  editYaml(text, ({ before, after, first }) => [
    before(['services'], fill(composeDatabase)),
    before(['services', workers[0].name], fill(composeServices)),
    after(
      ['services', 'gateway', 'environment', `${envPrefix(last.name)}_SUBGRAPH_URL`],
      fill('      __NAME___SUBGRAPH_URL: http://__name__:4000/graphql\n'),
    ),
    first(['services', 'migrate', 'environment', '<<'], fill('*__name__-database, ')),
    after(
      ['services', 'postgres', 'environment', `${worker}_DATABASE_PASSWORD`],
      fill(`      __NAME___DATABASE_PASSWORD: ${password}\n`),
    ),
  ]);
