import { escapeHtml } from '@shop/domain';

/** A paragraph of an e-mail: plain text, or a link on a line of its own. */
export type Paragraph = string | { readonly href: string };

const contentOf = (paragraph: Paragraph): string => {
  if (typeof paragraph === 'string') return escapeHtml(paragraph);
  const href = escapeHtml(paragraph.href);
  return `<a href="${href}" style="overflow-wrap:anywhere">${href}</a>`;
};

/** Renders paragraphs as a small HTML page that all e-mail clients display alike. */
export const htmlPage = (title: string, paragraphs: readonly Paragraph[]): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head>` +
  `<body style="font-family:sans-serif;max-width:36rem;margin:2rem auto"><h1>${escapeHtml(title)}</h1>` +
  `${paragraphs.map((text) => `<p style="white-space:pre-line">${contentOf(text)}</p>`).join('')}</body></html>`;
