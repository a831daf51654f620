// How long a run stays with a process that does not move: PENSTOCK_LEASE_MS, for tests and slow machines.
import { Refusal } from './refusal.ts';

const SHORTEST_MS = 500;
const LONGEST_MS = 3_600_000;

/** Undefined leaves the engine's own choice. */
export function leaseSetting(environment: NodeJS.ProcessEnv): number | undefined {
  const text = environment['PENSTOCK_LEASE_MS'];
  if (text === undefined || text === '') return undefined;
  const leaseMs = Number(text);
  if (Number.isInteger(leaseMs) && leaseMs >= SHORTEST_MS && leaseMs <= LONGEST_MS) return leaseMs;
  throw new Refusal(
    'usage',
    `PENSTOCK_LEASE_MS is "${text}"; it takes whole milliseconds from ${SHORTEST_MS} to ${LONGEST_MS}.`,
  );
}
