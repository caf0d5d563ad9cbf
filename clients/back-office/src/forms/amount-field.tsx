import { TextField } from '@shop/web';

type Props = {
  readonly name: string;
  readonly label: string;
  readonly defaultValue?: string;
};

/** An amount in the main unit of its currency. */
export const AmountField = (props: Props) => (
  <TextField {...props} required format={{ pattern: '^\\d+([.,]\\d+)?$', example: '4.90' }} />
);
