import { GraphQLDeprecatedDirective, getDirectiveValues, parse, visit } from 'graphql';

/** The replacement, and the day on which what is deprecated is removed. */
const form = /^Use `(?<replacement>[^`]+)`\.(?: .+)? Removed on (?<day>\d{4}-\d{2}-\d{2})\.$/;

const isDay = (text: string): boolean => {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
};

/**
 * Returns a line for each `@deprecated` of an SDL whose reason does not name a replacement that exists and the
 * day of the removal.
 */
export function deprecationFaults(sdl: string): string[] {
  const reasons: { readonly of: string; readonly reason: string }[] = [];
  const names = new Set<string>();
  visit(parse(sdl), {
    enter(node) {
      if (!('name' in node) || !node.name || !('directives' in node)) return;
      const values = getDirectiveValues(GraphQLDeprecatedDirective, node);
      if (values) reasons.push({ of: node.name.value, reason: String(values['reason'] ?? '') });
      else names.add(node.name.value);
    },
  });
  return reasons.flatMap(({ of, reason }) => {
    const { replacement = '', day = '' } = form.exec(reason)?.groups ?? {};
    if (!isDay(day)) {
      return [
        `${of}: @deprecated needs a reason like "Use \`other\`. Removed on 2027-06-01.": ${reason}`,
      ];
    }
    const missing = replacement.split('.').filter((name) => !names.has(name));
    return missing.map((name) => `${of}: its replacement ${name} does not exist`);
  });
}
