const redacted = '[redacted]';

/** What a text has when it may have one of these, and the pattern of it. */
const secrets: readonly (readonly [part: string, pattern: RegExp, replacement: string])[] = [
  // User and password of a URL, before the e-mail addresses that they look like.
  ['://', /:\/\/[^\s/@"\\]+@/g, `://${redacted}@`],
  [
    '@',
    /[^\s"'`<>()[\]{},:;=/\\@]{1,64}@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}/gu,
    redacted,
  ],
  // JSON Web Tokens.
  ['eyJ', /eyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?/g, redacted],
  ['whsec_', /whsec_[\w+/=-]+/g, redacted],
];

/**
 * Replaces e-mail addresses, tokens and credentials in a line of the log, wherever they stand: in the message of an
 * error that a database or a mail server has written, for example.
 */
export const redact = (line: string): string =>
  secrets.reduce(
    (text, [part, pattern, replacement]) =>
      text.includes(part) ? text.replace(pattern, replacement) : text,
    line,
  );
