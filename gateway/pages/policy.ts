/** The policy of a page whose scripts and connections are of this gateway alone, with these additions. */
export const pagePolicy = (...additions: readonly string[]): string =>
  [
    "default-src 'none'",
    ...additions,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join(';');

/** For pages with editors: their scripts are files, and their scripts set styles and have images in style sheets. */
export const editorPolicy = pagePolicy(
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
);
