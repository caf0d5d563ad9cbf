/** The latest data of each operation by its name, from which examples take their values. */
const latest = new Map();

/** Passes on what the fetcher returns, which may have several results, and remembers the latest data. */
export async function* remember(operationName, response) {
  const results = Symbol.asyncIterator in response ? response : [response];
  for await (const result of results) {
    if (operationName && result.data) latest.set(operationName, result.data);
    yield result;
  }
}

const segments = (path) => path.split(/[.[\]]+/).filter(Boolean);

/**
 * Replaces the expressions of `examples/shop.http`: `{{$guid}}`, and `{{Operation.response.body.$.data.path}}` when this
 * page has a response of that operation.
 */
export const fillIn = (variables) =>
  variables
    .replaceAll('{{$guid}}', () => crypto.randomUUID())
    .replaceAll(/\{\{(\w+)\.response\.body\.\$\.data\.([^}]+)\}\}/g, (expression, name, path) => {
      const value = segments(path).reduce((inner, part) => inner?.[part], latest.get(name));
      return value ?? expression;
    });
