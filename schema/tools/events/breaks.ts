import type { JsonSchema } from './contract.ts';

/** Keywords that hold schemas, which are compared one by one, and keywords that only people read. */
const skipped = new Set(['properties', 'required', 'items', 'title', 'description', 'examples']);

const text = (value: unknown): string => (value === undefined ? 'none' : JSON.stringify(value));

function keywordBreaks(
  keyword: string,
  released: JsonSchema,
  current: JsonSchema,
  path: string,
): string[] {
  const [before, after] = [released[keyword], current[keyword]];
  if (text(before) === text(after)) return [];
  if (keyword === 'enum' && Array.isArray(before) && Array.isArray(after)) {
    const removed = before.filter((value) => !after.includes(value));
    // Readers of the released version do not know an added value and reject the message.
    const added = after.filter((value) => !before.includes(value));
    return [
      ...removed.map((value) => `${path}: enum value ${value} removed`),
      ...added.map((value) => `${path}: enum value ${value} added`),
    ];
  }
  return [`${path}: ${keyword} changed from ${text(before)} to ${text(after)}`];
}

const isRequired = (schema: JsonSchema, name: string): boolean =>
  schema.required?.includes(name) ?? false;

function fieldBreaks(released: JsonSchema, current: JsonSchema, path: string): string[] {
  const [before, after] = [released.properties ?? {}, current.properties ?? {}];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) => {
    const fieldPath = `${path}.${name}`;
    const [releasedField, currentField] = [before[name], after[name]];
    const [wasRequired, nowRequired] = [isRequired(released, name), isRequired(current, name)];
    if (!currentField) return [`${fieldPath}: field removed`];
    if (!releasedField) return nowRequired ? [`${fieldPath}: required field added`] : [];
    if (wasRequired && !nowRequired) return [`${fieldPath}: no longer required`];
    if (!wasRequired && nowRequired) return [`${fieldPath}: now required`];
    return breaksOf(releasedField, currentField, fieldPath);
  });
}

/**
 * Returns the breaking changes from a released schema to the current one, a line each. Old messages meet new
 * readers (queues, replays) and new messages meet old readers, so only an added optional field is allowed.
 */
export function breaksOf(released: JsonSchema, current: JsonSchema, path: string): string[] {
  const keywords = [...new Set([...Object.keys(released), ...Object.keys(current)])];
  const ofKeywords = keywords
    .filter((keyword) => !skipped.has(keyword))
    .flatMap((keyword) => keywordBreaks(keyword, released, current, path));
  if (released.type !== current.type) return ofKeywords;
  const ofItems =
    released.items && current.items ? breaksOf(released.items, current.items, `${path}[]`) : [];
  return [...ofKeywords, ...fieldBreaks(released, current, path), ...ofItems];
}
