// A cloud of named numbers whose answers get lost and whose writes take effect late.
import { CloudError } from '../../src/cloud/cloud-error.ts';
import { type Clock, sleep } from '../../src/lib/clock.ts';
import type { Process } from './process.ts';
import type { Random } from './random.ts';

export interface Write {
  /** `path#attempt/effect`: what may take effect once only. */
  readonly key: string;
  readonly name: string;
  readonly value: number;
}

export interface FakeCloud {
  readonly values: ReadonlyMap<string, number>;
  /** Every write that took effect, with who sent it and when. */
  readonly applied: readonly (Write & { readonly by: string; readonly sentAt: number })[];
  write(process: Process, write: Write): Promise<string>;
  read(process: Process, name: string): Promise<number>;
}

export interface CloudFaults {
  readonly lostReply: number;
  readonly lateEffect: number;
  readonly throttled: number;
}

/** The client gives up waiting for an answer after this long. */
const CLIENT_TIMEOUT_MS = 5_000;
/** How long after the client gave up a write may still take effect. */
const LATE_MS = 4_000;
/** After this long since the sending, what has not happened will not happen. */
export const SETTLE_MS = CLIENT_TIMEOUT_MS + LATE_MS + 1_000;

/** Nothing can be set to this. */
export const REFUSED_VALUE = 13;

export function createFakeCloud(clock: Clock, random: Random, faults: CloudFaults): FakeCloud {
  const values = new Map<string, number>();
  const applied: (Write & { by: string; sentAt: number })[] = [];

  const apply = (write: Write, by: string, sentAt: number): void => {
    values.set(write.name, write.value);
    applied.push({ ...write, by, sentAt });
  };

  const write = async (process: Process, change: Write): Promise<string> => {
    if (!process.survives('at send')) await new Promise(() => {});
    const sentAt = clock.now();
    if (random.chance(faults.throttled)) {
      await process.pass('throttled');
      throw new CloudError('throttled', 'Throttling', 'slow down');
    }
    if (change.value === REFUSED_VALUE) {
      throw new CloudError('conflict', 'ResourceInUse', 'the state of things forbids it');
    }
    const isLate = random.chance(faults.lateEffect);
    if (isLate) {
      const delayMs = random.between(1, CLIENT_TIMEOUT_MS + LATE_MS);
      clock.after(delayMs, () => apply(change, process.name, sentAt));
    } else {
      apply(change, process.name, sentAt);
    }
    await process.pass('after send');
    if (isLate || random.chance(faults.lostReply)) {
      await sleep(process.clock, CLIENT_TIMEOUT_MS);
      throw new CloudError('unknown-outcome', 'TimeoutError', 'no answer');
    }
    await sleep(process.clock, random.between(10, 300));
    return `set ${change.value}`;
  };

  const read = async (process: Process, name: string): Promise<number> => {
    await process.pass('before cloud read');
    await sleep(process.clock, random.between(10, 300));
    if (random.chance(faults.throttled)) {
      throw new CloudError('unavailable', 'ServiceUnavailable', 'try again');
    }
    return values.get(name) ?? 0;
  };

  return { values, applied, write, read };
}
