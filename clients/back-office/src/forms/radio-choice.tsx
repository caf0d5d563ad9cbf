type Props<Value extends string> = {
  readonly legend: string;
  /** The name of the group, alone on its page while its form is open. */
  readonly name: string;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly value: Value;
  readonly choose: (value: Value) => void;
};

/** Chooses the one kind of input that the other fields of a form depend on. */
export const RadioChoice = <Value extends string>({
  legend,
  name,
  options,
  value,
  choose,
}: Props<Value>) => (
  <fieldset className="filter">
    <legend>{legend}</legend>
    {options.map((option) => (
      <label key={option.value}>
        <input
          type="radio"
          name={name}
          checked={option.value === value}
          onChange={() => choose(option.value)}
        />
        {option.label}
      </label>
    ))}
  </fieldset>
);
