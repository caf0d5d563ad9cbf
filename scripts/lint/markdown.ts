/** Text without its fenced code blocks; the lines stay where they are. */
const prose = (markdown: string): string =>
  markdown.replace(/^```[\s\S]*?^```/gm, (block) => block.replace(/[^\n]/g, ''));

/** Targets of the links of a document. */
export const linksOf = (markdown: string): string[] =>
  [...prose(markdown).matchAll(/\[[^\]]*\]\(([^)\s]+)\)/g)].map(([, target]) => target ?? '');

/** The anchors of a document's headings, as GitHub makes them. */
export const anchorsOf = (markdown: string): string[] =>
  [...prose(markdown).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    (heading ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

/** Texts between backticks in the prose. */
const codeOf = (markdown: string): string[] =>
  [...prose(markdown).matchAll(/`([^`\n]+)`/g)].map(([, code]) => code ?? '');

/** `a/{b,c}.ts` -> `a/b.ts`, `a/c.ts`. */
const spread = (path: string): string[] => {
  const [, before, choices, after] = /^([^{]*)\{([^}]*)\}(.*)$/.exec(path) ?? [];
  if (choices === undefined) return [path];
  return choices.split(',').flatMap((choice) => spread(`${before}${choice}${after}`));
};

const file =
  /^[\w.@/{},*-]+\.(?:ts|mjs|cjs|md|graphql|json|jsonc|yml|yaml|sh|prisma|http|template)$/;
const folder = /^[\w.@/{},*-]+\/$/;

/** Paths of files and folders in code style, in full or from any folder on; `*` stands for one name. */
export const pathsOf = (markdown: string): string[] =>
  codeOf(markdown)
    .filter((code) => file.test(code) || folder.test(code))
    .flatMap(spread);

/** An npm script, of the root when it names no workspace. */
type NamedScript = { readonly name: string; readonly workspace: string };

/** npm scripts that a document tells to run, in prose and in code blocks. */
export const scriptsOf = (markdown: string): NamedScript[] =>
  [...markdown.matchAll(/\bnpm run (?:-s |--silent )?([\w:-]+)(?: --workspace ([\w/-]+))?/g)].map(
    ([, name = '', workspace = '.']) => ({ name, workspace }),
  );
