import { SelectField } from '@shop/web';
import { useFormat } from '../messages/messages.ts';

type Props = { readonly name: string; readonly label: string; readonly isYes?: boolean };

/** A choice between no and yes, whose value is `yes`. */
export function YesNoField({ name, label, isYes = false }: Props) {
  const { text } = useFormat();
  return (
    <SelectField
      name={name}
      label={label}
      defaultValue={isYes ? 'yes' : 'no'}
      options={[
        { value: 'no', label: text('no') },
        { value: 'yes', label: text('yes') },
      ]}
    />
  );
}
