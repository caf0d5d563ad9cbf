import { isMap, isScalar, isSeq, type Pair, parseDocument, type YAMLMap } from 'yaml';
import { type Insertion, insert } from './insertion.ts';

/** Keys of maps, and places in lists. */
type YamlPath = readonly (string | number)[];

/** Finds places in a YAML document. Throws for a path that does not exist. */
export type YamlPlaces = {
  /** Before the line of a key: `['services', 'user']`. */
  before(path: YamlPath, text: string): Insertion;
  /** After the value of a key and all that belongs to it. */
  after(path: YamlPath, text: string): Insertion;
  /** Before the first item of a list. */
  first(path: YamlPath, item: string): Insertion;
};

/**
 * Inserts text at places that the parsed document determines, so that comments and layout stay as they
 * are. Throws when the result is not valid YAML.
 */
export function editYaml(
  text: string,
  editsOf: (places: YamlPlaces) => readonly Insertion[],
): string {
  const document = parseDocument(text);
  const pairAt = ([key, ...rest]: YamlPath, node: unknown = document.contents): Pair => {
    if (typeof key === 'number' && isSeq(node)) return pairAt(rest, node.items[key]);
    const pair = isMap(node) ? node.items.find((one) => keyOf(one) === key) : undefined;
    if (!pair) throw new Error(`The document has no ${key}.`);
    return rest.length === 0 ? pair : pairAt(rest, pair.value);
  };
  const lineStart = (at: number) => text.lastIndexOf('\n', at - 1) + 1;
  const lineEnd = (at: number) => text.indexOf('\n', at) + 1 || text.length;
  const places: YamlPlaces = {
    before: (path, added) => ({ at: lineStart(rangeOf(pairAt(path).key)[0]), text: added }),
    after(path, added) {
      const [, end] = rangeOf(pairAt(path).value);
      // A block ends at the start of the next line, any other value within its last one.
      return { at: text[end - 1] === '\n' ? end : lineEnd(end), text: added };
    },
    first(path, item) {
      const list = pairAt(path).value;
      if (!isSeq(list)) throw new Error(`${path.join('.')} is not a list.`);
      return { at: rangeOf(list.items[0])[0], text: item };
    },
  };
  const result = insert(text, editsOf(places));
  const [fault] = parseDocument(result, { merge: true }).errors;
  if (fault) throw fault;
  return result;
}

const keyOf = ({ key }: YAMLMap['items'][number]): unknown => (isScalar(key) ? key.value : key);

function rangeOf(node: unknown): readonly [number, number] {
  const { range } = node as { readonly range?: readonly [number, number, number] | null };
  if (!range) throw new Error('A node of the document has no place in its text.');
  return [range[0], range[1]];
}
