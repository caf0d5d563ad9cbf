import { type FormValues, type Refusal, TextField } from '@shop/web';
import { useState } from 'react';
import { MoneyField } from '../forms/money-field.tsx';
import { localTimeOf } from '../forms/values.ts';
import { YesNoField } from '../forms/yes-no-field.tsx';
import { useFormat } from '../messages/messages.ts';
import type { PromotionFragment, PromotionInput } from './generated/promotions.ts';
import { inputOfForm, type Reward, rewardOf } from './promotion-input.ts';
import { RewardFields } from './reward-fields.tsx';
import { useChoices } from './use-choices.ts';

/** The fields of a promotion, by the name that refusals have. */
export const promotionFields = [
  ...['code', 'name', 'requiresVoucher', 'percentOff', 'amountOff', 'buy', 'get', 'categoryIds'],
  ...['variantIds', 'minSubtotal', 'customerGroups', 'isFirstOrderOnly', 'startsAt', 'endsAt'],
  ...['maxUses', 'maxUsesPerCustomer', 'priority', 'isExclusive'],
];

type Save = (input: PromotionInput) => Promise<readonly Refusal[] | undefined>;

/** The fields of a promotion, a new one without `promotion`, and what they describe. */
export function usePromotionForm(promotion?: PromotionFragment) {
  const [reward, choose] = useState<Reward>(promotion ? rewardOf(promotion) : 'percent');
  const choices = useChoices(promotion);
  return {
    /** Saves what the form describes, once the categories and variants that it names are found. */
    async send(values: FormValues, save: Save) {
      const found = await choices.find(values);
      if ('length' in found) return found;
      return save(inputOfForm(values, reward, found, promotion));
    },
    isReady: choices.isRead,
    fields: (
      <>
        <RewardFields promotion={promotion} reward={reward} choose={choose} />
        <Conditions promotion={promotion} slugs={choices.slugs} skus={choices.skus} />
      </>
    ),
  };
}

type Props = {
  readonly promotion: PromotionFragment | undefined;
  readonly slugs: readonly string[];
  readonly skus: readonly string[];
};

/** Which orders have a promotion, and when. */
function Conditions({ promotion, slugs, skus }: Props) {
  const { text } = useFormat();
  const yesNo = (name: 'requiresVoucher' | 'isFirstOrderOnly' | 'isExclusive') => (
    <YesNoField name={name} label={text(`promotion.${name}`)} isYes={promotion?.[name] === true} />
  );
  const limit = (name: 'maxUses' | 'maxUsesPerCustomer' | 'priority', min: number) => (
    <TextField
      name={name}
      label={text(`promotion.${name}`)}
      type="number"
      min={min}
      defaultValue={promotion?.[name] ?? ''}
    />
  );
  const words = (
    name: 'categoryIds' | 'variantIds' | 'customerGroups',
    shown: readonly string[] = [],
  ) => <TextField name={name} label={text(`promotion.${name}`)} defaultValue={shown.join(', ')} />;
  const time = (name: 'startsAt' | 'endsAt') => (
    <TextField
      name={name}
      label={text(`promotion.${name}`)}
      type="datetime-local"
      defaultValue={localTimeOf(promotion?.[name])}
    />
  );
  return (
    <>
      {yesNo('requiresVoucher')}
      {words('categoryIds', slugs)}
      {words('variantIds', skus)}
      <MoneyField
        name="minSubtotal"
        label={text('promotion.minSubtotal')}
        money={promotion?.minSubtotal}
      />
      {words('customerGroups', promotion?.customerGroups)}
      {yesNo('isFirstOrderOnly')}
      {time('startsAt')}
      {time('endsAt')}
      {limit('maxUses', 1)}
      {limit('maxUsesPerCustomer', 1)}
      {limit('priority', 0)}
      {yesNo('isExclusive')}
    </>
  );
}
