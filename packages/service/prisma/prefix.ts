/** A LIKE pattern for texts that begin with this one: its own wildcards stand for themselves. */
export const prefixPattern = (text: string): string => `${text.replace(/[\\%_]/g, '\\$&')}%`;
