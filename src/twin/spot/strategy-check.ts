// The strategy of a group document: numbers and choices that Spot's description bounds.
import type { JsonObject } from '../../lib/json.ts';
import { objectOf, objectsOf, textsOf } from '../request-fields.ts';
import { choiceOf, DAY_SECONDS, flagOf, invalid, needed, wholeNumberOf } from './control-fields.ts';
import { SIGNALS } from './signals.ts';
import { isTimeWindow } from './time-windows.ts';

export const STRATEGIES = [
  'costOriented',
  'availabilityOriented',
  'balanced',
  'cheapest',
  'equalAzDistribution',
] as const;

/** Throws with the name of the field. Fields it does not know are left alone, as Spot does. */
export function checkStrategy(document: JsonObject): void {
  const strategy = objectOf(document, 'strategy') ?? {};
  for (const field of ['risk', 'maxReplacementsPercentage']) {
    wholeNumberOf(strategy, field, { most: 100 });
  }
  wholeNumberOf(strategy, 'onDemandCount', {});
  wholeNumberOf(strategy, 'drainingTimeout', DAY_SECONDS);
  choiceOf(strategy, 'availabilityVsCost', STRATEGIES);
  flagOf(strategy, 'fallbackToOd');
  checkSignals(strategy);
  checkRevert(strategy);
}

function checkSignals(strategy: JsonObject): void {
  for (const each of objectsOf(strategy, 'signals') ?? []) {
    needed(choiceOf(each, 'name', SIGNALS), 'strategy.signals.name');
    wholeNumberOf(each, 'timeout', { least: 60, most: 1_800 });
  }
}

/** Spot lets only groups that look for availability stay on demand. */
function checkRevert(strategy: JsonObject): void {
  const revert = objectOf(strategy, 'revertToSpot') ?? {};
  const performAt = choiceOf(revert, 'performAt', ['never', 'always', 'timeWindow']) ?? 'always';
  const windows = textsOf(revert, 'timeWindows') ?? [];
  if (!windows.every(isTimeWindow)) {
    throw invalid('timeWindows', 'must be a list of windows such as Mon:03:00-Wed:02:30');
  }
  if (performAt === 'always') return;
  if (performAt === 'timeWindow' && windows.length === 0)
    throw invalid('timeWindows', 'is missing');
  const isAllowed =
    strategy['availabilityVsCost'] === 'availabilityOriented' || 'persistence' in strategy;
  if (!isAllowed) throw invalid('performAt', 'needs availabilityVsCost availabilityOriented');
}
