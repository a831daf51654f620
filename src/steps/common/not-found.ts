// Things that are gone: how a cloud says so, and what is done where that is as good as done.
import { CloudError } from '../../cloud/cloud-error.ts';

export function isNotFound(error: unknown): boolean {
  return error instanceof CloudError && error.kind === 'not-found';
}

/** Null when the thing is gone: then it is as empty, as deleted and as unnamed as can be. */
export async function unlessGone<Answer>(call: () => Promise<Answer>): Promise<Answer | null> {
  try {
    return (await call()) ?? null;
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}
