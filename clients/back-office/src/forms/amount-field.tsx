import { TextField } from '@shop/web';

type Props = {
  readonly name: string;
  readonly label: string;
  readonly required?: boolean;
  readonly defaultValue?: string;
};

/** An amount in the main unit of its currency. */
export const AmountField = ({ required = true, ...props }: Props) => (
  <TextField
    {...props}
    required={required}
    format={{ pattern: '^\\d+([.,]\\d+)?$', example: '4.90' }}
  />
);
