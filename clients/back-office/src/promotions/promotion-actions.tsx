import { TextField } from '@shop/web';
import { useNavigate } from 'react-router';
import { Action } from '../forms/action.tsx';
import { useFormat } from '../messages/messages.ts';
import type { PromotionFragment } from './generated/promotions.ts';
import { promotionFields, usePromotionForm } from './promotion-form.tsx';
import { inputOf } from './promotion-input.ts';
import { stateOf } from './promotion-state.ts';
import type { usePromotions } from './use-promotions.ts';

type Props = {
  readonly promotion: PromotionFragment;
  /** The version of all promotions. */
  readonly version: number;
  readonly change: ReturnType<typeof usePromotions>['change'];
};

function EditForm({ promotion, version, change }: Props) {
  const { text } = useFormat();
  const { fields, send, isReady } = usePromotionForm(promotion);
  if (!isReady) return null;
  return (
    <Action
      title={text('product.edit')}
      names={promotionFields}
      version={version}
      send={(values, opened) => send(values, (input) => change(promotion.code, input, opened))}
    >
      <TextField
        name="name"
        label={text('promotion.name')}
        required
        maxLength={60}
        defaultValue={promotion.name}
      />
      {fields}
    </Action>
  );
}

/** Edits a promotion, starts it, ends it, or removes it. */
export function PromotionActions({ promotion, version, change }: Props) {
  const { text } = useFormat();
  const navigate = useNavigate();
  const state = stateOf(promotion);
  const now = () => new Date().toISOString();
  const times = (title: string, effect: string, next: () => Partial<PromotionFragment>) => (
    <Action
      title={title}
      version={version}
      send={(_, opened) => change(promotion.code, inputOf({ ...promotion, ...next() }), opened)}
    >
      <p>{effect}</p>
    </Action>
  );
  return (
    <section className="card">
      <h2>{text('actions')}</h2>
      <EditForm promotion={promotion} version={version} change={change} />
      {state === 'scheduled' &&
        times(text('promotion.start'), text('promotion.start.effect'), () => ({ startsAt: now() }))}
      {state === 'ended' &&
        times(text('promotion.resume'), text('promotion.resume.effect'), () => ({ endsAt: null }))}
      {(state === 'running' || state === 'usedUp') &&
        times(text('promotion.end'), text('promotion.end.effect'), () => ({ endsAt: now() }))}
      <Action
        title={text('promotion.remove')}
        version={version}
        send={async (_, opened) => {
          const refusals = await change(promotion.code, undefined, opened);
          if (refusals?.length === 0) await navigate('/promotions');
          return refusals;
        }}
      >
        <p>{text('promotion.remove.effect')}</p>
      </Action>
    </section>
  );
}
