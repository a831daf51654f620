// What a call to a cloud throws, for tests that look at the error.
import { CloudError } from '../src/cloud/cloud-error.ts';

/** The `CloudError` of a call that must fail; anything else fails the test. */
export async function cloudErrorOf(call: () => Promise<unknown>): Promise<CloudError> {
  try {
    await call();
  } catch (error) {
    if (error instanceof CloudError) return error;
    throw error;
  }
  throw new Error('the call succeeded, though it had to fail');
}
