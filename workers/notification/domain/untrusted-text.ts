/** Nothing worth reading in a title, name or reason is longer. */
const maxCharacters = 300;

/** Control characters, line breaks, and marks that change the direction of text (Unicode UAX 9). */
const controlCharacters = /[\s\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

/** Half of a character, which a mail server may reject. */
const loneSurrogate = /\p{Surrogate}/gu;

/**
 * Untrusted text as one line: it cannot become a header, a line of the message that looks like one of
 * ours, or fill the message.
 */
export function singleLine(text: string, max = maxCharacters): string {
  const line = text
    .slice(0, 2 * max)
    .replace(loneSurrogate, '\ufffd')
    .replace(controlCharacters, ' ');
  const characters = [...line.trim()];
  const isShort = characters.length <= max && text.length <= 2 * max;
  if (isShort) return characters.join('');
  return `${characters.slice(0, max - 1).join('')}…`;
}

/** An http(s) URL that is safe as a link; `undefined` for anything that an e-mail client might run. */
export function safeLink(text: string | null): string | undefined {
  const url = text && URL.canParse(text) ? new URL(text) : undefined;
  return url && /^https?:$/.test(url.protocol) ? url.href : undefined;
}
