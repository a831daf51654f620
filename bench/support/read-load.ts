// Readers of an API: as many reads as it answers, or a steady number a second.
import { Agent, get } from 'node:http';

export interface Load {
  readonly answered: number;
  readonly failed: number;
  readonly seconds: number;
}

/** Between two looks at how many reads are due. */
const TICK_MS = 10;
/** Reads under way at most: a server that falls behind gets no more. */
const UNDER_WAY = 64;

/** Each reader asks for the next address as soon as it has its answer. */
export async function readFlatOut(
  urls: readonly string[],
  readers: number,
  forMs: number,
): Promise<Load> {
  const counted = { answered: 0, failed: 0 };
  const agent = new Agent({ keepAlive: true, maxSockets: readers });
  const startedAt = performance.now();
  let next = 0;
  const reader = async (): Promise<void> => {
    while (performance.now() - startedAt < forMs) {
      next += 1;
      await read(urls[next % urls.length] ?? '', agent, counted);
    }
  };
  await Promise.all(Array.from({ length: readers }, reader));
  agent.destroy();
  return { ...counted, seconds: (performance.now() - startedAt) / 1_000 };
}

/** Until the signal; what could not be sent in time is sent as soon as there is room, and never more. */
export async function readSteadily(
  urls: readonly string[],
  perSecond: number,
  signal: AbortSignal,
): Promise<Load> {
  const counted = { answered: 0, failed: 0 };
  const agent = new Agent({ keepAlive: true, maxSockets: UNDER_WAY });
  const startedAt = performance.now();
  let sent = 0;
  let underWay = 0;
  while (!signal.aborted) {
    const due = ((performance.now() - startedAt) / 1_000) * perSecond;
    while (sent < due && underWay < UNDER_WAY) {
      sent += 1;
      underWay += 1;
      void read(urls[sent % urls.length] ?? '', agent, counted).finally(() => {
        underWay -= 1;
      });
    }
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  agent.destroy();
  return { ...counted, seconds };
}

function read(
  url: string,
  agent: Agent,
  counted: { answered: number; failed: number },
): Promise<void> {
  return new Promise((resolve) => {
    const end = (isAnswered: boolean): void => {
      counted[isAnswered ? 'answered' : 'failed'] += 1;
      resolve();
    };
    const request = get(url, { agent }, (answer) => {
      answer.resume();
      answer.once('end', () => end(answer.statusCode === 200));
      answer.once('error', () => end(false));
    });
    request.once('error', () => end(false));
  });
}
