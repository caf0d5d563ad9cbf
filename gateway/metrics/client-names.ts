import { createLabelValues, type LabelValuesOptions, otherValue } from './label-values.ts';

/** The program that sends a request, as it calls itself. */
export type ClientProgram = { readonly name: string; readonly version: string };

/** Reads a header of a request. */
export type Header = (name: string) => string | undefined;
type Options = Pick<LabelValuesOptions, 'idleMs' | 'now'> & {
  /** Names that always have a label (METRICS_CLIENTS). */
  readonly known: readonly string[];
  /** Called with a program that has lost its label. */
  readonly onRemove: (program: ClientProgram) => void;
};

/** Programs that are told apart: a shop has a handful, each in some versions. */
const maxPrograms = 100;
/** As packages are named, so that an e-mail address is not taken for a name. */
const form = /^@?[\w./ +-]{1,60}$/;

/** Whether a client may call itself like this. */
export const isClientName = (name: string): boolean => form.test(name);

export const unnamed: ClientProgram = { name: 'unnamed', version: 'unnamed' };
const other: ClientProgram = { name: otherValue, version: otherValue };

const headerOf = (header: Header, part: string): string | undefined =>
  header(`graphql-client-${part}`) ?? header(`apollographql-client-${part}`);

/**
 * Returns how to read the name and version of a client from `graphql-client-name` and `graphql-client-version`, or the names
 * of Apollo for both. They become labels of metrics, whose number must stay small: values that are not well-formed are
 * `other`, and so are programs over a hundred (label-values.ts). Known names have a hundred labels for their versions, and
 * further versions are `other`.
 */
export function createClientNames({ known, onRemove, ...bound }: Options) {
  const isKnown = new Set(known);
  const remove = (key: string) => {
    const [name = '', version = ''] = key.split('\n');
    onRemove({ name, version });
  };
  const programs = createLabelValues({ ...bound, max: maxPrograms, onRemove: remove });
  const versionsOfKnown = createLabelValues({ ...bound, max: maxPrograms, onRemove: remove });

  return (header: Header): ClientProgram => {
    const name = headerOf(header, 'name');
    if (name === undefined) return unnamed;
    const version = headerOf(header, 'version') ?? unnamed.version;
    if (!isClientName(name)) return other;
    const key = `${name}\n${version}`;
    const isWellFormed = form.test(version);
    if (isKnown.has(name)) {
      return isWellFormed && versionsOfKnown(key)
        ? { name, version }
        : { name, version: otherValue };
    }
    return isWellFormed && programs(key) ? { name, version } : other;
  };
}
