import { ApolloLink } from '@apollo/client/link';
import { from, map, mergeMap } from 'rxjs';
import type { Messages } from '../messages/format.tsx';
import { currentLanguage, type Language } from '../messages/language.ts';
import { errorText, type RefusalToState, refusalText } from '../messages/refusal-text.ts';
import { hasProblem, stateProblems } from './state-problems.ts';

type Payload = { readonly userErrors?: readonly RefusalToState[] } | null;

/** The texts in one language: of refusals by their code and rule, of errors by their code, of problems by their type and code. */
type Texts = {
  readonly refusals: Messages;
  readonly errors: Messages;
  readonly problems: Messages;
};

/**
 * The shop writes English; the texts of another language are loaded when the first refusal needs them. When they cannot be
 * loaded, the English ones stay.
 */
async function loadTexts(language: Language): Promise<Texts | undefined> {
  if (language !== 'de') return undefined;
  try {
    const [refusals, errors, problems] = await Promise.all([
      import('../messages/refusals.de.json'),
      import('../messages/errors.de.json'),
      import('../messages/problems.de.json'),
    ]);
    return { refusals: refusals.default, errors: errors.default, problems: problems.default };
  } catch {
    return undefined;
  }
}

/** Puts the messages of refusals and errors into the language of the page. */
export const refusalLink = new ApolloLink((operation, forward) =>
  forward(operation).pipe(
    mergeMap((result) => {
      if (!isRefused(result)) return [result];
      const language = currentLanguage();
      return from(loadTexts(language)).pipe(
        map((texts) => (texts ? translated(result, texts, language) : result)),
      );
    }),
  ),
);

const payloadsOf = ({ data }: ApolloLink.Result) => Object.values(data ?? {}) as Payload[];

const isRefused = (result: ApolloLink.Result): boolean =>
  result.errors !== undefined ||
  hasProblem(result.data) ||
  payloadsOf(result).some((payload) => payload?.userErrors?.[0]);

/** Returns the result with the messages of the texts. */
export function translated(
  result: ApolloLink.Result,
  { refusals, errors, problems }: Texts,
  language: Language,
): ApolloLink.Result {
  const state = (refusal: RefusalToState) => ({
    ...refusal,
    message: refusalText(refusal, refusals, language),
  });
  const data = stateProblems(result.data, { ...refusals, ...problems }) as typeof result.data;
  const fields = Object.entries(data ?? {}).map(([name, value]) => {
    const payload = value as Payload;
    return [
      name,
      payload?.userErrors ? { ...payload, userErrors: payload.userErrors.map(state) } : value,
    ];
  });
  return {
    ...result,
    ...(result.data && { data: Object.fromEntries(fields) }),
    ...(result.errors && {
      errors: result.errors.map((error) => ({
        ...error,
        message: errorText(error, errors),
      })),
    }),
  };
}
