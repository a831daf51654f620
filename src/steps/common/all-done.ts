// Waiting for things done side by side until the last one has ended: none goes on behind the step's back.

/** Answers all results, or throws the first failure in the order given, once everything has ended. */
export async function allDone<Result>(
  promises: readonly Promise<Result>[],
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const failures: unknown[] = [];
  for (const each of await Promise.allSettled(promises)) {
    if (each.status === 'fulfilled') results.push(each.value);
    else failures.push(each.reason);
  }
  if (failures.length > 0) throw failures[0];
  return results;
}
