// The signals an Elastigroup waits for: an instance is ready, or ready to be shut down.
import { numberOf, objectOf, objectsOf, textOf } from '../request-fields.ts';
import type { Group } from './group.ts';

export const SIGNALS = ['INSTANCE_READY', 'INSTANCE_READY_TO_SHUTDOWN'] as const;
export type Signal = (typeof SIGNALS)[number];

const DEFAULT_SECONDS = 1_800;

/** How long the group waits for the signal; undefined where it does not wait for it. */
export function signalMsOf(group: Group, signal: Signal): number | undefined {
  const strategy = objectOf(group.document, 'strategy') ?? {};
  const defined = (objectsOf(strategy, 'signals') ?? []).find(
    (each) => textOf(each, 'name') === signal,
  );
  if (defined === undefined) return undefined;
  return (numberOf(defined, 'timeout') ?? DEFAULT_SECONDS) * 1_000;
}
