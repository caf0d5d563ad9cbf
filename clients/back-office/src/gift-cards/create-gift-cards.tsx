import { type FormValues, TextField } from '@shop/web';
import { useState } from 'react';
import { Action } from '../forms/action.tsx';
import { MoneyField } from '../forms/money-field.tsx';
import { moneyOf } from '../forms/money-of.ts';
import { RadioChoice } from '../forms/radio-choice.tsx';
import { useChange } from '../forms/use-change.ts';
import { listOf, timeOf } from '../forms/values.ts';
import { useFormat } from '../messages/messages.ts';
import { CreateGiftCardsDocument, type CreateGiftCardsMutation } from './generated/gift-cards.ts';
import { IssuedCodes } from './issued-codes.tsx';

const ways = ['count', 'codes'] as const;

/** Creates gift cards with generated codes or those of another system, and shows their codes, which nothing stores. */
export function CreateGiftCards({ readAgain }: { readonly readAgain: () => Promise<unknown> }) {
  const { text } = useFormat();
  const [codes, setCodes] = useState<readonly string[]>([]);
  const [way, choose] = useState<(typeof ways)[number]>('count');
  const create = useChange(CreateGiftCardsDocument, async (data?: CreateGiftCardsMutation) => {
    const issued = data?.createGiftCards?.giftCards;
    if (!issued) return;
    setCodes(issued.flatMap(({ code }) => code ?? []));
    await readAgain();
  });
  const send = (values: FormValues) =>
    create({
      amount: moneyOf(values, 'amount') ?? { amount: '', currencyCode: '' },
      expiresAt: timeOf(values['expiresAt']),
      ...(way === 'count'
        ? { count: Number(values['count']) }
        : { codes: listOf(values['codes']) }),
    });
  return (
    <>
      <Action
        title={text('giftCard.create')}
        names={['amount', 'amount.currency', 'count', 'codes', 'expiresAt']}
        send={send}
      >
        <MoneyField name="amount" label={text('giftCard.amount')} required money={null} />
        <RadioChoice
          legend={text('voucher.way')}
          name="way"
          options={ways.map((value) => ({ value, label: text(`giftCard.way.${value}`) }))}
          value={way}
          choose={choose}
        />
        {way === 'count' ? (
          <TextField
            name="count"
            label={text('giftCard.count')}
            type="number"
            required
            min={1}
            max={1000}
            defaultValue={1}
          />
        ) : (
          <TextField name="codes" label={text('voucher.codes')} required rows={4} />
        )}
        <TextField name="expiresAt" label={text('giftCard.expires')} type="datetime-local" />
      </Action>
      {codes.length > 0 && <IssuedCodes codes={codes} close={() => setCodes([])} />}
    </>
  );
}
