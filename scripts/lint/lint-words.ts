import { findBannedWords } from './banned-words.ts';
import { filesOf, textOf } from './files.ts';

const checked = /\.(?:ts|mjs|cjs|md|graphql|yml|template|prisma|http|sh)$|(?:^|\/)Dockerfile$/;
/** The glossary and this folder name the words, the changelog is history, the others are generated. */
const exempt =
  /^(?:docs\/glossary\.md|CHANGELOG\.md|scripts\/lint\/.*|schema\/(?:supergraph|api)\.graphql|docs\/(?:api|events)\.md|examples\/shop\.http)$/;

// Arguments limit the check to folders: npm run lint:words -- gateway schema
const folders = process.argv.slice(2);
const wanted = (path: string) =>
  folders.length === 0 || folders.some((folder) => path.startsWith(folder));

const faults = filesOf()
  .filter((path) => checked.test(path) && !exempt.test(path) && wanted(path))
  .flatMap((path) =>
    // The path counts too: a file is named with the terms of the glossary.
    findBannedWords(path, `${path}\n${textOf(path)}`).map(
      ({ line, word, instead }) =>
        `${path}:${Math.max(1, line - 1)}: not "${word}", but: ${instead}\n`,
    ),
  );
if (faults.length > 0) {
  process.stderr.write(
    `${faults.join('')}${faults.length} words that docs/glossary.md excludes.\n`,
  );
  process.exitCode = 1;
}
