type Code =
  /** A migration could not be applied now. */
  | 'MIGRATION_FAILED'
  /** A migration failed in an earlier run and is not resolved. */
  | 'MIGRATION_UNRESOLVED'
  /** The file of an applied migration has changed. */
  | 'MIGRATION_CHANGED'
  /** The migration that is to be resolved does not exist, or its state does not allow it. */
  | 'MIGRATION_NOT_RESOLVABLE'
  /** The database has tables, but not from these migrations. */
  | 'SCHEMA_NOT_EMPTY'
  /** Amounts are stored with other decimals than the code reads. */
  | 'CURRENCIES_CHANGED'
  /** Amounts cannot be converted to other decimals. */
  | 'CURRENCIES_NOT_CONVERTIBLE';

/** The database cannot be brought up to date. The message says which migration is the reason. */
export class MigrationError extends Error {
  readonly code: Code;
  readonly migration: string | undefined;

  constructor(code: Code, migration: string | undefined, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.migration = migration;
  }
}
