import type { InstalledPackage } from './packages.ts';

/** Licences that ask for their text to be distributed with the code, and for nothing else. */
const permissive = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'MIT-0',
  '(MIT AND BSD-3-Clause)',
];

/** Packages with another licence, by the beginning of their name, and why they can be used. */
export const exceptions: readonly {
  readonly packages: RegExp;
  /** As its package.json states it, if it does. */
  readonly licence: string | undefined;
  readonly reason: string;
}[] = [
  {
    packages: /^@apollo\/(composition|federation-internals|gateway|query-graphs|query-planner)$/,
    licence: 'Elastic-2.0',
    reason: 'free to use, not to be offered to others as a managed service; README, Licence',
  },
  {
    packages: /^dejavu-fonts-ttf$/,
    licence: 'SEE LICENSE IN README.md AND LICENSE',
    reason:
      'the licences of Bitstream Vera and Arev allow fonts to be used and distributed with software',
  },
  {
    packages: /^png-js$/,
    licence: undefined,
    reason: 'MIT; only its file LICENSE states it',
  },
];

/** Returns the packages whose licence the policy does not allow. */
export const notAllowed = (packages: readonly InstalledPackage[]): readonly InstalledPackage[] =>
  packages.filter(
    ({ name, licence }) =>
      !permissive.includes(licence ?? '') &&
      !exceptions.some((one) => one.licence === licence && one.packages.test(name)),
  );
