type Units = {
  readonly quantity: number;
  readonly line: { readonly id: string; readonly title: string };
};

/** Units of lines of an order: what is in a parcel, or is sent back. */
export function UnitList({ lines }: { readonly lines: readonly Units[] }) {
  return (
    <ul>
      {lines.map(({ line, quantity }) => (
        <li key={line.id}>
          {quantity} × {line.title}
        </li>
      ))}
    </ul>
  );
}
