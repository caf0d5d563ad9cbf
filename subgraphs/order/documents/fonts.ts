import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Font } from 'fontkit';

const require = createRequire(import.meta.url);

export type FontName = 'regular' | 'bold';

type Fonts = {
  readonly files: Readonly<Record<FontName, Buffer>>;
  /** Code points of the characters that every font can show. */
  readonly points: ReadonlySet<number>;
};

function load(): Fonts {
  const { create } = require('fontkit') as typeof import('fontkit');
  const pointsOf = (file: Buffer): number[] => (create(file) as Font).characterSet;
  const files = {
    regular: readFileSync(require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf')),
    bold: readFileSync(require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf')),
  };
  const inBold = new Set(pointsOf(files.bold));
  return { files, points: new Set(pointsOf(files.regular).filter((point) => inBold.has(point))) };
}

let loaded: Fonts | undefined;

/**
 * Returns the fonts of documents, which are embedded: Latin, Greek, Cyrillic and more. They are loaded with the first
 * document: most processes render none.
 */
export function fonts(): Fonts {
  loaded ??= load();
  return loaded;
}

/** Whether every font can show a character. */
export const hasGlyph = (character: string): boolean =>
  fonts().points.has(character.codePointAt(0) ?? 0);
