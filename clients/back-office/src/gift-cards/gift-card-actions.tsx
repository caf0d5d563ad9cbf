import { TextField } from '@shop/web';
import { Action } from '../forms/action.tsx';
import { AmountField } from '../forms/amount-field.tsx';
import { useSend } from '../forms/use-send.ts';
import { decimalOf, localTimeOf, timeOf } from '../forms/values.ts';
import { useFormat } from '../messages/messages.ts';
import { type GiftCardFragment, UpdateGiftCardDocument } from './generated/gift-cards.ts';

type Props = { readonly giftCard: GiftCardFragment; readonly readAgain: () => Promise<unknown> };

/** Disables or enables a gift card, sets its end or corrects its balance, unless it has changed since. */
export function GiftCardActions({ giftCard, readAgain }: Props) {
  const { text } = useFormat();
  const { id: giftCardId, isDisabled, expiresAt, balance, version } = giftCard;
  const { currencyCode } = balance;
  const update = useSend(UpdateGiftCardDocument, readAgain);
  const now = { giftCardId, isDisabled, expiresAt };
  return (
    <section className="card">
      <h2>{text('actions')}</h2>
      <Action
        title={text(isDisabled ? 'voucher.enable' : 'voucher.disable')}
        version={version}
        send={(_, opened) =>
          update({ ...now, isDisabled: !isDisabled, expectedVersion: opened ?? null })
        }
      >
        {!isDisabled && <p>{text('giftCard.disable.effect')}</p>}
      </Action>
      <Action
        title={text('giftCard.setEnd')}
        names={['expiresAt']}
        version={version}
        send={(values, opened) =>
          update({
            ...now,
            expiresAt: timeOf(values['expiresAt'], expiresAt),
            expectedVersion: opened ?? null,
          })
        }
      >
        <TextField
          name="expiresAt"
          label={text('giftCard.expires')}
          type="datetime-local"
          defaultValue={localTimeOf(expiresAt)}
        />
      </Action>
      <Action
        title={text('giftCard.adjust')}
        names={['balance', 'reason']}
        version={version}
        send={(values, opened) =>
          update({
            ...now,
            balance: { amount: decimalOf(values['balance']), currencyCode },
            reason: values['reason'] ?? null,
            expectedVersion: opened ?? null,
          })
        }
      >
        <AmountField
          name="balance"
          label={text('giftCard.newBalance', { currency: currencyCode })}
          defaultValue={balance.amount}
        />
        <TextField name="reason" label={text('reason')} required maxLength={200} />
      </Action>
    </section>
  );
}
