// Waiting for the instances with which a twin starts: never in silence, never for ever.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessHost } from '../../twin/data-plane/process-host.ts';

export interface FirstInstances {
  readonly ids: readonly string[];
  readonly host: Pick<ProcessHost, 'settled' | 'addressOf'>;
  readonly logFolder: string;
  /** A line for whoever waits. */
  readonly tell: (line: string) => void;
  /** Whoever waits has lost patience. */
  readonly giveUp?: AbortSignal | undefined;
  /** Real time. */
  readonly tellEveryMs?: number;
  readonly withinMs?: number;
}

const TELL_EVERY_MS = 2_000;
const WITHIN_MS = 60_000;
const MOST_LOG_LINES = 5;

/** Resolves when every one listens or has ended, or the time is over: those that do not listen are told. */
export async function awaitFirstInstances(options: FirstInstances): Promise<void> {
  const { ids, host, tell, giveUp } = options;
  const waiting = new Set(ids);
  const all = ids.map(async (id) => {
    await host.settled(id);
    waiting.delete(id);
    if (host.addressOf(id) === undefined) tell(endedTooSoon(options, id));
  });
  const telling = setInterval(() => {
    const log = join(options.logFolder, `${[...waiting][0]}.log`);
    tell(
      `Waiting for ${waiting.size} of ${ids.length} instances to listen; the first one's log is ${log}.`,
    );
  }, options.tellEveryMs ?? TELL_EVERY_MS);
  try {
    await Promise.race([Promise.all(all), patience(options.withinMs ?? WITHIN_MS, giveUp)]);
  } finally {
    clearInterval(telling);
  }
  if (giveUp?.aborted === true) return;
  for (const id of waiting) tell(silent(options, id));
}

function patience(withinMs: number, giveUp: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (giveUp?.aborted === true) resolve();
    const timer = setTimeout(resolve, withinMs);
    timer.unref();
    giveUp?.addEventListener('abort', () => resolve(), { once: true });
  });
}

function endedTooSoon(options: FirstInstances, id: string): string {
  return [
    `Instance ${id} has ended before it listened. The end of its log:`,
    ...endOfLog(options, id),
    `Correct the command of its AMI in the world, or the program; the whole log is ${logOf(options, id)}. Its requests are answered with 502, and Spot will replace it.`,
  ].join('\n');
}

function silent(options: FirstInstances, id: string): string {
  return [
    `Instance ${id} runs, but has not said where it listens. The end of its log:`,
    ...endOfLog(options, id),
    `Its program must print http://127.0.0.1:PORT once it listens; the whole log is ${logOf(options, id)}. The twin starts without it.`,
  ].join('\n');
}

function logOf({ logFolder }: FirstInstances, id: string): string {
  return join(logFolder, `${id}.log`);
}

function endOfLog(options: FirstInstances, id: string): readonly string[] {
  const file = logOf(options, id);
  const text = existsSync(file) ? readFileSync(file, 'utf8').trimEnd() : '';
  const lines = text === '' ? ['(nothing)'] : text.split('\n').slice(-MOST_LOG_LINES);
  return lines.map((line) => `  ${line}`);
}
