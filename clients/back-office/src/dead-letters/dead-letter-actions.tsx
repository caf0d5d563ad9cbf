import { Action } from '../forms/action.tsx';
import { useSend } from '../forms/use-send.ts';
import { useFormat } from '../messages/messages.ts';
import { PurgeDeadLettersDocument, RedriveDeadLettersDocument } from './generated/dead-letters.ts';

type Props = {
  /** Dead letters of a queue. */
  readonly selection: { readonly queue: string; readonly ids?: string[]; readonly all?: boolean };
  readonly readAgain: () => Promise<unknown>;
};

/** Sends dead letters to their queue again, or deletes them. */
export function DeadLetterActions({ selection, readAgain }: Props) {
  const { text } = useFormat();
  const redrive = useSend(RedriveDeadLettersDocument, readAgain);
  const purge = useSend(PurgeDeadLettersDocument, readAgain);
  const all = selection.all ? '.all' : '';
  return (
    <>
      <Action title={text(`deadLetters.redrive${all}`)} send={() => redrive(selection)} />
      <Action title={text(`deadLetters.purge${all}`)} send={() => purge(selection)}>
        <p>{text('deadLetters.purge.effect')}</p>
      </Action>
    </>
  );
}
