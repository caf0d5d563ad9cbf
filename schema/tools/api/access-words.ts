import { isOpen, type Requirement } from '../../supergraph/index.ts';

/** Describes who may use a type or field. */
export function accessWords({ authenticated, scopes }: Requirement): string {
  if (!isOpen({ authenticated: false, scopes })) {
    const choices = scopes.map((all) => all.map((scope) => `\`${scope}\``).join(' and '));
    return `For viewers with ${choices.join(', or ')}.`;
  }
  return authenticated ? 'For authenticated viewers.' : 'For everyone.';
}
