/** Messages of graphql-js that quote a value of a variable or of the document, and what is left of them. */
const quoting: readonly (readonly [RegExp, string])[] = [
  [/^(Variable "\$\w+") got invalid value .*$/s, '$1 has an invalid value.'],
  [/^(Argument "\w+") has invalid value .*$/s, '$1 has an invalid value.'],
  [/^(Expected value of type "[^"]+"), found .*$/s, '$1.'],
  [/^Value ".*?" does not exist in ("\w+" enum)/s, 'The value does not exist in $1'],
  [/^(Enum "\w+" cannot represent) non-enum value: .*$/s, '$1 this value.'],
  [/^((?:Int|Float|String|Boolean|ID) cannot represent [^:]*?) ?value: .*$/s, '$1 value.'],
  [/^(Syntax Error: .*?\b(?:String|BlockString|Int|Float)) ".*?(\.?)$/s, '$1$2'],
];

/** Returns an error message of graphql-js without the values that it quotes: they may be passwords. */
export const withoutValues = (message: string): string =>
  quoting.reduce((text, [pattern, rest]) => text.replace(pattern, rest), message);
