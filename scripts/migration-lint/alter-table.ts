import type { AlterTableCmd, AlterTableStmt, ColumnDef, Constraint, Node } from 'libpg-query';
import type { Migration } from './migration.ts';

/** Functions whose default is computed once, so that no row is written. */
const stableDefaults = ['now', 'statement_timestamp', 'transaction_timestamp'];

/** Returns what ALTER TABLE does to a table with rows and readers. */
export const alterTable = (statement: AlterTableStmt, migration: Migration): string[] =>
  (statement.cmds ?? []).flatMap((node) =>
    'AlterTableCmd' in node ? command(node.AlterTableCmd, migration) : [],
  );

function command({ subtype, name, def }: AlterTableCmd, migration: Migration): string[] {
  switch (subtype) {
    case 'AT_AddColumn':
      return def && 'ColumnDef' in def ? addColumn(def.ColumnDef) : [];
    case 'AT_AddConstraint':
      return def && 'Constraint' in def ? addConstraint(def.Constraint) : [];
    case 'AT_ValidateConstraint':
      return migration.adds.includes(name ?? '')
        ? [
            `VALIDATE CONSTRAINT ${name} in the migration that adds it reads the table under its lock: validate in the next migration.`,
          ]
        : [];
    case 'AT_AlterColumnType':
      return [
        `ALTER COLUMN ${name} TYPE writes the table anew and breaks prepared statements: add a column instead.`,
      ];
    case 'AT_SetNotNull':
      return [
        `SET NOT NULL of ${name} reads the table under its lock: ADD CONSTRAINT … NOT NULL ${name} NOT VALID, then VALIDATE in the next migration.`,
      ];
    case 'AT_DropColumn':
      return migration.contract
        ? []
        : [`DROP COLUMN ${name} breaks the previous release: ${contractHint}`];
    case 'AT_SetLogged':
    case 'AT_SetUnLogged':
    case 'AT_SetTableSpace':
    case 'AT_SetAccessMethod':
      return ['This ALTER TABLE writes the table anew under its lock.'];
    default:
      return [];
  }
}

/** How a migration states that the previous release no longer uses what it removes. */
export const contractHint =
  'remove it in a later release, in a migration with the comment "-- contract: <since when and why nothing uses it>".';

function addColumn({ colname, typeName, constraints = [] }: ColumnDef): string[] {
  const own = constraints.flatMap((node) => ('Constraint' in node ? [node.Constraint] : []));
  const value = own.find(({ contype }) => contype === 'CONSTR_DEFAULT')?.raw_expr;
  const has = (contype: Constraint['contype']) => own.some((one) => one.contype === contype);
  const type = typeName?.names?.map(textOf).at(-1) ?? '';
  const faults = [
    [
      has('CONSTR_NOTNULL') && !value,
      `ADD COLUMN ${colname} NOT NULL without a DEFAULT breaks the inserts of the previous release.`,
    ],
    [
      value !== undefined && !isStable(value),
      `The default of ${colname} differs for each row, so the table is written anew: add the column without it.`,
    ],
    [
      has('CONSTR_GENERATED') || has('CONSTR_IDENTITY') || /serial/.test(type),
      `ADD COLUMN ${colname} as a generated column writes the table anew.`,
    ],
    [
      ['CONSTR_UNIQUE', 'CONSTR_PRIMARY', 'CONSTR_CHECK', 'CONSTR_FOREIGN'].some((one) =>
        has(one as Constraint['contype']),
      ),
      `ADD COLUMN ${colname} with a constraint reads the table under its lock: add the constraint by itself, NOT VALID.`,
    ],
  ] as const;
  return faults.flatMap(([isFault, text]) => (isFault ? [text] : []));
}

const textOf = (node: Node): string => ('String' in node ? (node.String.sval ?? '') : '');

function isStable(value: Node): boolean {
  if ('FuncCall' in value) {
    return stableDefaults.includes(value.FuncCall.funcname?.map(textOf).at(-1) ?? '');
  }
  if ('TypeCast' in value) return value.TypeCast.arg !== undefined && isStable(value.TypeCast.arg);
  return 'A_Const' in value || 'SQLValueFunction' in value || 'A_ArrayExpr' in value;
}

function addConstraint({ contype, conname, indexname, skip_validation }: Constraint): string[] {
  if (contype === 'CONSTR_UNIQUE' || contype === 'CONSTR_PRIMARY') {
    return indexname
      ? []
      : [
          `Constraint ${conname} makes its index under the lock of the table: CREATE UNIQUE INDEX CONCURRENTLY in a migration of its own, then ADD CONSTRAINT … USING INDEX.`,
        ];
  }
  if (contype === 'CONSTR_EXCLUSION') {
    return [`The exclusion constraint ${conname} makes its index under the lock of the table.`];
  }
  return skip_validation
    ? []
    : [
        `Constraint ${conname} is checked under the lock of the table: add it NOT VALID, and VALIDATE it in the next migration.`,
      ];
}
