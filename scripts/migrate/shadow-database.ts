import { ColumnTypeEnum, type SqlQuery } from '@prisma/driver-adapter-utils';
import type pg from 'pg';
import { WholeScripts } from './schema-engine.ts';

/** OIDs of PostgreSQL's internal type "char", which its catalogue uses, and of text. */
const [internalChar, text] = [18, 25];

/** An empty database in which the engine may replay migrations and look at the outcome. */
export class ShadowDatabase extends WholeScripts {
  /** Columns of type "char" in a result, by its rows. */
  readonly #chars = new WeakMap<object, number[]>();

  constructor(pool: pg.Pool) {
    super(pool);
    this.#rememberChars(pool);
  }

  /** The adapter (7.10) refuses "char" and the engine needs it: passed off as text, then set right. */
  override async connectToShadowDb() {
    const adapter = await this.connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    return Object.assign(adapter, {
      queryRaw: async (query: SqlQuery) => {
        const result = await queryRaw(query);
        for (const at of this.#chars.get(result.rows) ?? []) {
          result.columnTypes[at] = ColumnTypeEnum.Character;
        }
        return result;
      },
    });
  }

  #rememberChars(pool: pg.Pool): void {
    const query = pool.query.bind(pool) as (config: pg.QueryConfig) => Promise<pg.QueryResult>;
    Object.assign(pool, {
      query: async (config: pg.QueryConfig) => {
        const result = await query(config);
        const chars: number[] = [];
        // A script of many statements has many results, and none of the engine's interest.
        for (const [at, field] of (result.fields ?? []).entries()) {
          if (field.dataTypeID !== internalChar) continue;
          field.dataTypeID = text;
          chars.push(at);
        }
        if (chars.length > 0) this.#chars.set(result.rows, chars);
        return result;
      },
    });
  }
}
