// One call to AWS: a real-time limit on the whole of it, and only `CloudError` as its failure.
import { type Call, lostAnswer } from '../network-failure.ts';
import { classify } from './classify.ts';

/** Longer than AWS takes for any of our calls, shorter than a person's patience. */
export const CALL_TIMEOUT_MS = 15_000;

export type SendOptions = { readonly abortSignal: AbortSignal };

export async function call<Answer>(
  about: Call,
  timeoutMs: number,
  send: (options: SendOptions) => Promise<Answer>,
): Promise<Answer> {
  const abortSignal = AbortSignal.timeout(timeoutMs);
  try {
    return await send({ abortSignal });
  } catch (error) {
    if (!abortSignal.aborted) throw classify(about, error);
    throw lostAnswer(about, 'TimeoutError', `no whole answer within ${timeoutMs} ms`, error);
  }
}
