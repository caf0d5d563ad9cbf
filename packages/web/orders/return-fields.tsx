import type { FormValues } from '../forms/refusal-form.tsx';
import { SelectField } from '../forms/select-field.tsx';
import { TextField } from '../forms/text-field.tsx';
import { useFormat } from '../messages/format.tsx';
import { type ReturnReason, returnReasons } from './order-returns.tsx';
import { chosenUnits, UnitFields } from './unit-fields.tsx';

type Line = { readonly id: string; readonly title: string; readonly quantityToReturn: number };

/** The fields of a request to return units of an order. */
export function ReturnFields({ lines }: { readonly lines: readonly Line[] }) {
  const { text, name } = useFormat();
  return (
    <>
      <UnitFields
        lines={lines.map(({ id, title, quantityToReturn: left }) => ({
          ...{ id, label: text('returns.units', { title, left }), left, chosen: 0 },
        }))}
      />
      <SelectField
        name="reasonCode"
        label={text('returns.reason')}
        options={returnReasons.map((value) => ({ value, label: name('returnReason', value) }))}
      />
      <TextField name="comment" label={text('returns.comment')} rows={3} maxLength={1_000} />
    </>
  );
}

/** Returns the lines that a form requests to return. */
export const returnLines = (lines: readonly Line[], values: FormValues) =>
  chosenUnits(lines, values).map((chosen) => ({
    ...chosen,
    reasonCode: values['reasonCode'] as ReturnReason,
  }));
