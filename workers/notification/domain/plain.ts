/** A title, name or reason longer than this says nothing more. */
const longest = 300;

/** Control characters, line ends, and marks that turn the direction of what follows (Unicode UAX 9). */
const unruly = /[\s\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

/** Half a character: a carrier might refuse it. */
const loneSurrogate = /\p{Surrogate}/gu;

/**
 * What somebody wrote, as one line: it can neither become a header of its own, nor a line of the mail
 * that looks like one of ours, nor fill the mail.
 */
export function plain(text: string): string {
  const line = text
    .slice(0, 2 * longest)
    .replace(loneSurrogate, '\ufffd')
    .replace(unruly, ' ');
  const characters = [...line.trim()];
  if (characters.length <= longest && text.length <= 2 * longest) return characters.join('');
  return `${characters.slice(0, longest - 1).join('')}…`;
}

/** An address that may be a link: http(s), nothing a mail reader could run. */
export function webAddress(text: string | null): string | undefined {
  const url = text && URL.canParse(text) ? new URL(text) : undefined;
  return url && /^https?:$/.test(url.protocol) ? url.href : undefined;
}
