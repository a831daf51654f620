// The error of the journal's storage: what failed, why, and what to do, in words for people.

/**
 * What was acknowledged is still there, what was not has left no trace, and no write to the world
 * leaves after it. The execution can be driven again once the storage works.
 */
export class JournalFailure extends Error {
  override readonly name = 'JournalFailure';
}
