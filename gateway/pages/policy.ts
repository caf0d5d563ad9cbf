const nameOf = (directive: string): string | undefined => directive.split(' ')[0];

/** What no page allows unless it states otherwise. */
const closed = [
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
];

/** The policy of a page whose scripts and connections are of this gateway alone, with these directives. */
export function pagePolicy(...directives: readonly string[]): string {
  const stated = new Set(directives.map(nameOf));
  const others = closed.filter((directive) => !stated.has(nameOf(directive)));
  return ["default-src 'none'", ...directives, ...others].join(';');
}

/** For pages with editors: their scripts are files, and their scripts set styles and have images in style sheets. */
export const editorPolicy = pagePolicy(
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
);
