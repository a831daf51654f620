// Sends one delivery: a POST that is followed nowhere, with little time and a small answer.
import { signature } from './signature.ts';

export interface Sending {
  readonly url: string;
  readonly secret: string;
  readonly delivery: string;
  readonly event: string;
  readonly body: string;
  readonly now: number;
  readonly signal: AbortSignal;
}

export interface Sent {
  readonly isDelivered: boolean;
  /** Never worth another try: the receiver says that it is gone. */
  readonly isFinal: boolean;
  readonly answer: string;
}

const SEND_MS = 10_000;
const GONE = 410;

/** Never throws: what does not work is the answer. Anything from 200 to 299 counts as taken. */
export async function send(sending: Sending): Promise<Sent> {
  const { url, secret, body, now } = sending;
  try {
    const answer = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      body,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'penstock',
        'penstock-event': sending.event,
        'penstock-delivery': sending.delivery,
        'penstock-signature': signature(secret, now, body),
      },
      signal: AbortSignal.any([sending.signal, AbortSignal.timeout(SEND_MS)]),
    });
    await answer.body?.cancel();
    return {
      isDelivered: answer.ok,
      isFinal: answer.status === GONE,
      answer: String(answer.status),
    };
  } catch (error) {
    return { isDelivered: false, isFinal: false, answer: whyNot(error) };
  }
}

function whyNot(error: unknown): string {
  if (!(error instanceof Error)) return 'it could not be sent';
  if (error.name === 'TimeoutError') return `no answer within ${SEND_MS / 1_000} s`;
  const { cause } = error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : error.message;
  return `no connection: ${code}`;
}
