import { TextField } from '@shop/web';
import { MoneyField } from '../forms/money-field.tsx';
import { RadioChoice } from '../forms/radio-choice.tsx';
import { useFormat } from '../messages/messages.ts';
import type { PromotionFragment } from './generated/promotions.ts';
import { type Reward, rewards } from './promotion-input.ts';

type Props = {
  readonly promotion: PromotionFragment | undefined;
  readonly reward: Reward;
  readonly choose: (reward: Reward) => void;
};

/** What a promotion takes off. */
export function RewardFields({ promotion, reward, choose }: Props) {
  const { text } = useFormat();
  const units = promotion?.buyXGetY;
  const percent = units?.percentOff ?? promotion?.percentOff;
  return (
    <>
      <RadioChoice
        legend={text('promotion.reward')}
        name="reward"
        options={rewards.map((value) => ({ value, label: text(`promotion.reward.${value}`) }))}
        value={reward}
        choose={choose}
      />
      {reward === 'units' &&
        (['buy', 'get'] as const).map((name) => (
          <TextField
            key={name}
            name={name}
            label={text(`promotion.${name}`)}
            type="number"
            required
            min={1}
            max={99}
            defaultValue={units?.[name] ?? ''}
          />
        ))}
      {(reward === 'units' || reward === 'percent') && (
        <TextField
          key={reward}
          name="percentOff"
          label={text('promotion.percentOff')}
          required
          format={{ pattern: '^\\d+([.,]\\d+)?$', example: '7.5' }}
          defaultValue={percent ?? (reward === 'units' ? '100' : '')}
        />
      )}
      {reward === 'amount' && (
        <MoneyField
          name="amountOff"
          label={text('promotion.amountOff')}
          required
          money={promotion?.amountOff}
        />
      )}
    </>
  );
}
