import Papa from 'papaparse';

/** A row of a CSV file by its columns, with its line in the file. */
export type Row = { readonly line: number; readonly values: Readonly<Record<string, string>> };

/** Reads the rows of a CSV file, whose first line names the columns. Empty lines are left out, but counted. */
export function readRows(text: string): readonly Row[] {
  const { data } = Papa.parse<string[]>(text.trim());
  const [head = [], ...rows] = data;
  const columns = head.map((column) => column.trim());
  return rows.flatMap((row, index) => {
    if (row.every((value) => !value.trim())) return [];
    const values = columns.map((column, n) => [column, row[n]?.trim() ?? ''] as const);
    return [{ line: index + 2, values: Object.fromEntries(values) }];
  });
}
