import { Kind, parse } from 'graphql';
import { createLabelValues, type LabelValuesOptions, otherValue } from './label-values.ts';

type Options = Omit<LabelValuesOptions, 'max'> & {
  /** Names that always have a label. */
  readonly known: ReadonlySet<string>;
};

/** Operations that are told apart, besides the known ones: a shop front has some dozen. */
const maxOperations = 100;
/** GraphQL does not limit the length of a name. */
const maxLength = 60;

/** Returns the names of the operations in documents, such as those of a safelist. */
export const namesIn = (documents: Iterable<string>): ReadonlySet<string> =>
  new Set(
    [...documents].flatMap((document) =>
      parse(document).definitions.flatMap((definition) =>
        definition.kind === Kind.OPERATION_DEFINITION && definition.name
          ? [definition.name.value]
          : [],
      ),
    ),
  );

/**
 * Returns how the name of an operation becomes a label: `unnamed` without one, `other` when there are too many
 * (label-values.ts).
 */
export function createOperationNames({ known, ...bound }: Options) {
  const hasLabel = createLabelValues({ ...bound, max: maxOperations });
  return (name: string | undefined): string => {
    if (name === undefined) return 'unnamed';
    if (known.has(name)) return name;
    return name.length <= maxLength && hasLabel(name) ? name : otherValue;
  };
}
