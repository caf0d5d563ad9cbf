import { type FormValues, TextField } from '@shop/web';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { Action, filled } from '../forms/action.tsx';
import { RadioChoice } from '../forms/radio-choice.tsx';
import { useChange } from '../forms/use-change.ts';
import { listOf, numberOf } from '../forms/values.ts';
import { useFormat } from '../messages/messages.ts';
import { CreateVouchersDocument } from './generated/vouchers.ts';

const ways = ['generate', 'codes'] as const;

/** Creates vouchers of a promotion, with chosen codes or generated ones, and shows them. */
export function CreateVouchers({ promotionCode }: { readonly promotionCode: string }) {
  const { text } = useFormat();
  const navigate = useNavigate();
  const create = useChange(CreateVouchersDocument);
  const [way, choose] = useState<(typeof ways)[number]>('generate');
  async function send(values: FormValues) {
    const generate = { count: Number(values['count']), ...filled(values, ['prefix']) };
    const refusals = await create({
      ...(way === 'generate' ? { generate } : { codes: listOf(values['codes']) }),
      promotionCode,
      maxUses: numberOf(values['maxUses']),
    });
    if (refusals?.length === 0) await navigate(`/vouchers?promotion=${promotionCode}`);
    return refusals;
  }
  return (
    <Action
      title={text('voucher.create')}
      names={['codes', 'count', 'prefix', 'maxUses']}
      send={send}
    >
      <RadioChoice
        legend={text('voucher.way')}
        name="way"
        options={ways.map((value) => ({ value, label: text(`voucher.way.${value}`) }))}
        value={way}
        choose={choose}
      />
      {way === 'generate' ? (
        <>
          <TextField
            name="count"
            label={text('voucher.count')}
            type="number"
            required
            min={1}
            max={1000}
          />
          <TextField name="prefix" label={text('voucher.prefix')} maxLength={20} />
        </>
      ) : (
        <TextField name="codes" label={text('voucher.codes')} required rows={4} />
      )}
      <TextField name="maxUses" label={text('voucher.maxUses')} type="number" min={1} />
    </Action>
  );
}
