// What went wrong with the database file, why, and what to do, in the place of SQLite's codes.

import { JournalFailure } from '../../execution/journal-failure.ts';

/** SQLite's primary result codes, which are the low byte of every extended code. */
const ADVICE: Readonly<Record<number, string>> = {
  5: 'another process has kept it locked. Wait for it or end it, then start again: nothing is lost.',
  8: 'it may not be written to. Give this user the right to write to the file and its folder.',
  10: 'the disk failed to read or write. Check the disk; runs go on from their last recorded event.',
  11: 'its content is damaged. Put it back from a backup, or move it away and start a new one; what the clouds hold is not touched.',
  13: 'the disk is full. Make room, then resume: runs go on from their last recorded event.',
  14: 'it cannot be opened. Check that its folder exists and that this user may write there.',
  26: 'it is not a database. Move it away, or name another state folder with --state.',
};

/** Whether SQLite itself failed, so that nothing of the transaction can be trusted. */
export function isDatabaseFailure(error: unknown): error is Error & { readonly errcode: number } {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number';
}

/** The same error in words for people; what does not come from SQLite stays as it is. */
export function explained(file: string, error: unknown): unknown {
  if (!isDatabaseFailure(error)) return error;
  const advice = ADVICE[error.errcode & 0xff];
  if (advice === undefined) return error;
  return new JournalFailure(`the database ${file} cannot be used: ${advice}`, { cause: error });
}

/** Runs one piece of database work and explains what SQLite throws in it. */
export function explaining<Result>(file: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw explained(file, error);
  }
}
