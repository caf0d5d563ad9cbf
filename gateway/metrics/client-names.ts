/** The program that sends a request, as it calls itself. */
export type ClientProgram = { readonly name: string; readonly version: string };

/** Reads a header of a request. */
export type Header = (name: string) => string | undefined;

/** Programs that are told apart: a shop has a handful, each in some versions. */
const maxPrograms = 100;
/** As packages are named, so that an e-mail address is not taken for a name. */
const form = /^@?[\w./ +-]{1,60}$/;

const unnamed: ClientProgram = { name: 'unnamed', version: 'unnamed' };
const other: ClientProgram = { name: 'other', version: 'other' };

const headerOf = (header: Header, part: string): string | undefined =>
  header(`graphql-client-${part}`) ?? header(`apollographql-client-${part}`);

/**
 * Returns how to read the name and version of a client from `graphql-client-name` and `graphql-client-version`, or the names
 * of Apollo for both. Values that are not well-formed, and those after the first hundred programs, are `other`: they become
 * labels of metrics, whose number must stay small.
 */
export function createClientNames(): (header: Header) => ClientProgram {
  const known = new Map<string, ClientProgram>();
  return (header) => {
    const name = headerOf(header, 'name');
    if (name === undefined) return unnamed;
    const version = headerOf(header, 'version') ?? unnamed.version;
    if (!form.test(name) || !form.test(version)) return other;
    const key = `${name}\n${version}`;
    const program = known.get(key);
    if (program) return program;
    if (known.size >= maxPrograms) return other;
    known.set(key, { name, version });
    return { name, version };
  };
}
