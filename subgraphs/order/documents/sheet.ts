import { type FontName, fonts } from './fonts.ts';
import { printable } from './printable.ts';

/** A cell of a row: its text, and its edges from the left margin, in points. */
export type Cell = {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly align?: 'left' | 'right';
};

export type Style = { readonly font?: FontName; readonly size?: number };

/** Pages that are filled from top to bottom. */
export type Sheet = {
  /** Adds a row as high as its highest cell, on the next page where this one is full. */
  row(cells: readonly Cell[], style?: Style): void;
  /** Adds space, or with a rule a line over the whole width. */
  gap(points: number, rule?: 'rule'): void;
  /** Returns the file. */
  end(): Promise<Buffer>;
};

const margin = 56;
/** Between the margins of A4, which is 595 points wide. */
export const width = 595 - 2 * margin;
const bottom = 842 - margin;

/** Creates a sheet. Equal rows make equal files: the time in the file is the given one. */
export async function createSheet(title: string, author: string, createdAt: Date): Promise<Sheet> {
  // Loaded with the first document, as the fonts are.
  const { default: PDFDocument } = await import('pdfkit');
  const pdf = new PDFDocument({
    ...{ size: 'A4', margin, lang: 'en', displayTitle: true },
    // Without one of pdfkit's own fonts.
    font: null as unknown as string,
    info: { Title: title, Author: author, CreationDate: createdAt },
  });
  for (const [name, file] of Object.entries(fonts().files)) pdf.registerFont(name, file);
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<Buffer>((resolve, reject) => {
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
    pdf.on('error', reject);
  });
  return {
    row(cells, { font = 'regular', size = 9 } = {}) {
      pdf.font(font).fontSize(size);
      const texts = cells.map(({ text, from, to, align = 'left' }) => ({
        ...{ text: printable(text), from, options: { width: to - from, align } },
      }));
      const heights = texts.map(({ text, options }) => pdf.heightOfString(text, options));
      const height = Math.max(...heights);
      if (pdf.y + height > bottom) pdf.addPage();
      const { y } = pdf;
      for (const { text, from, options } of texts) pdf.text(text, margin + from, y, options);
      pdf.y = y + height;
    },
    gap(points, rule) {
      if (rule) {
        const y = pdf.y + points / 2;
        pdf
          .moveTo(margin, y)
          .lineTo(margin + width, y)
          .lineWidth(0.5)
          .stroke();
      }
      pdf.y += points;
    },
    end() {
      pdf.end();
      return ended;
    },
  };
}
