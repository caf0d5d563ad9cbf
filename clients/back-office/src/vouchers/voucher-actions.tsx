import { TextField } from '@shop/web';
import { Action } from '../forms/action.tsx';
import { useSend } from '../forms/use-send.ts';
import { numberOf } from '../forms/values.ts';
import { useFormat } from '../messages/messages.ts';
import { UpdateVoucherDocument, type VoucherFragment } from './generated/vouchers.ts';

type Props = { readonly voucher: VoucherFragment; readonly readAgain: () => Promise<unknown> };

/** Disables or enables a voucher, or changes its limit, unless others have changed it since. */
export function VoucherActions({ voucher, readAgain }: Props) {
  const { text } = useFormat();
  const { code, maxUses, isDisabled, version } = voucher;
  const update = useSend(UpdateVoucherDocument, readAgain);
  return (
    <>
      <Action
        title={text('voucher.limit')}
        names={['maxUses']}
        version={version}
        send={(values, opened) =>
          update({
            code,
            isDisabled,
            maxUses: numberOf(values['maxUses']),
            expectedVersion: opened ?? null,
          })
        }
      >
        <TextField
          name="maxUses"
          label={text('voucher.maxUses')}
          type="number"
          min={1}
          defaultValue={maxUses ?? ''}
        />
      </Action>
      <Action
        title={text(isDisabled ? 'voucher.enable' : 'voucher.disable')}
        version={version}
        send={(_, opened) =>
          update({ code, maxUses, isDisabled: !isDisabled, expectedVersion: opened ?? null })
        }
      >
        {!isDisabled && <p>{text('voucher.disable.effect')}</p>}
      </Action>
    </>
  );
}
