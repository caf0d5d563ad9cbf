import { readdirSync, readFileSync } from 'node:fs';
import { parser } from '@prometheus-io/lezer-promql';
import { parse } from 'yaml';

const folder = new URL('../../deploy/monitoring/', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, folder), 'utf8');

/** A query of a dashboard or the condition of an alert, and where it is. */
export type Expression = { readonly name: string; readonly text: string };

type Dashboard = {
  readonly panels: readonly {
    readonly title: string;
    readonly targets: readonly { readonly expr: string }[];
  }[];
};

/** Returns the queries of all dashboards; those of one service are of `service`. */
export const panelQueries = (service: string): Expression[] =>
  readdirSync(new URL('grafana/dashboards/', folder)).flatMap((file) => {
    const { panels } = JSON.parse(read(`grafana/dashboards/${file}`)) as Dashboard;
    return panels.flatMap(({ title, targets }) =>
      targets.map(({ expr }) => ({
        name: `${file}, ${title}: ${expr}`,
        text: expr.replaceAll('$__rate_interval', '1m').replaceAll('$service', service),
      })),
    );
  });

type RuleFile = {
  readonly groups: readonly { readonly rules: readonly { alert: string; expr: string }[] }[];
};

/** Returns the conditions of all alerts. */
export const alertConditions = (): Expression[] =>
  readdirSync(new URL('rules/', folder)).flatMap((file) =>
    (parse(read(`rules/${file}`)) as RuleFile).groups.flatMap(({ rules }) =>
      rules.map(({ alert, expr }) => ({ name: alert, text: expr })),
    ),
  );

/** Returns the texts of the nodes of a PromQL expression that have this type. Throws when it is invalid. */
function nodesOf(text: string, type: string): string[] {
  const found: string[] = [];
  parser.parse(text).iterate({
    enter(node) {
      if (node.type.isError) throw new Error(`invalid at ${node.from}: ${text}`);
      if (node.name === type) found.push(text.slice(node.from, node.to));
    },
  });
  return found;
}

/** Returns the selectors of an expression: `orders_open{status="PENDING"}`. */
export const selectorsOf = (text: string): string[] => [
  ...new Set(nodesOf(text, 'VectorSelector')),
];

/** Returns the labels by which an expression groups. */
export const groupingsOf = (text: string): string[] => [
  ...new Set(
    nodesOf(text, 'GroupingLabels').flatMap((labels) => labels.match(/[a-zA-Z_]\w*/g) ?? []),
  ),
];
