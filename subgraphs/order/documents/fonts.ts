import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { create, type Font } from 'fontkit';

const require = createRequire(import.meta.url);

/** The fonts of documents, which are embedded: Latin, Greek, Cyrillic and more. */
export const fonts = {
  regular: readFileSync(require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf')),
  bold: readFileSync(require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf')),
};

const pointsOf = (file: Buffer): number[] => (create(file) as Font).characterSet;
const inBold = new Set(pointsOf(fonts.bold));
const inBoth = new Set(pointsOf(fonts.regular).filter((point) => inBold.has(point)));

/** Whether every font can show a character. */
export const hasGlyph = (character: string): boolean => inBoth.has(character.codePointAt(0) ?? 0);
