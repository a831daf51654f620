// The server's own SQLite file beside the journal: one connection, statements prepared once, full sync.
import type { SQLInputValue } from 'node:sqlite';

export type Row = Readonly<Record<string, string | number | bigint | null | Uint8Array>>;

/** Numbers are kept whole. Synchronous: every call is a few microseconds of a local file, and a `transaction` cannot be interleaved. */
export interface Database {
  all(sql: string, ...values: readonly SQLInputValue[]): readonly Row[];
  one(sql: string, ...values: readonly SQLInputValue[]): Row | undefined;
  /** Answers how many rows it changed. */
  run(sql: string, ...values: readonly SQLInputValue[]): number;
  /** On disk when it returns; what it throws leaves nothing behind. */
  transaction<Result>(work: () => Result): Result;
  close(): void;
}
