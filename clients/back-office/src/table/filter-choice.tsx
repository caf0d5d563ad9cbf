import { UrlChoice } from '@shop/web';

type Props = {
  readonly legend: string;
  /** The parameter of the URL that has the chosen values. */
  readonly name: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
};

/** Chooses values that the rows of a table have. */
export const FilterChoice = ({ legend, name, options }: Props) => (
  <fieldset className="filter">
    <legend>{legend}</legend>
    {options.map(({ value, label }) => (
      <UrlChoice key={value} name={name} value={value}>
        {label}
      </UrlChoice>
    ))}
  </fieldset>
);
