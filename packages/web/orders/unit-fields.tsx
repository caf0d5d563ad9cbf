import type { FormValues } from '../forms/refusal-form.tsx';
import { TextField } from '../forms/text-field.tsx';

/** Units of a line that may be chosen, and how many are without a choice. */
export type ChoosableUnits = {
  readonly id: string;
  readonly label: string;
  readonly left: number;
  readonly chosen: number;
};

const fieldName = (lineId: string): string => `units.${lineId}`;

/** A field with a number of units for each line of which some are left. */
export function UnitFields({ lines }: { readonly lines: readonly ChoosableUnits[] }) {
  return lines
    .filter(({ left }) => left > 0)
    .map(({ id, label, left, chosen }) => (
      <TextField
        // Another number of units left is another choice.
        key={`${id} ${left}`}
        name={fieldName(id)}
        label={label}
        type="number"
        required
        min={0}
        max={left}
        defaultValue={chosen}
      />
    ));
}

/** Returns the lines of which units are chosen. */
export const chosenUnits = (lines: readonly { readonly id: string }[], values: FormValues) =>
  lines
    .map(({ id: lineId }) => ({ lineId, quantity: Number(values[fieldName(lineId)] ?? 0) }))
    .filter(({ quantity }) => quantity > 0);
