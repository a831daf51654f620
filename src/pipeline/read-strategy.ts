// `strategy:` of a stage, step group or step: how often it runs, with which values, and how many at once.

import { choice, openMapping, optional } from './fields.ts';
import type { Parallelism, Strategy } from './pipeline.ts';
import { type Place, positionOf, reportAt } from './place.ts';
import { readConditionText } from './read-condition-text.ts';
import { readCount } from './read-count.ts';
import { readMatrix } from './read-matrix.ts';
import { readRepeat } from './read-repeat.ts';
import { STRATEGY_KINDS as KINDS, STRATEGY, STRATEGY_OUTCOMES } from './shapes/strategy.ts';

export function readStrategy(mapping: Place): Strategy | undefined {
  const place = optional(mapping, 'strategy');
  if (place === undefined) return undefined;
  const strategy = openMapping(place, STRATEGY);
  if (strategy === undefined) return undefined;
  const [kind, other] = KINDS.filter((each) => optional(strategy, each) !== undefined);
  if (kind === undefined || other !== undefined) {
    reportKinds(strategy, kind, other);
    return undefined;
  }
  const own = optional(strategy, kind);
  if (own === undefined) return undefined;
  const onFailure = optional(strategy, 'onFailure');
  const common = {
    when: readConditionText(strategy, 'when'),
    onFailure: onFailure === undefined ? undefined : choice(onFailure, STRATEGY_OUTCOMES),
    position: positionOf(own),
  };
  // Harness's pages write it beside the strategy as well; inside it wins.
  const beside = readCount(strategy, 'maxConcurrency');
  switch (kind) {
    case 'matrix': {
      const matrix = readMatrix(own, common.when !== undefined);
      return matrix && { ...common, ...matrix, maxConcurrency: matrix.maxConcurrency ?? beside };
    }
    case 'repeat': {
      const repeat = readRepeat(own, common.when !== undefined);
      return repeat && { ...common, ...repeat, maxConcurrency: repeat.maxConcurrency ?? beside };
    }
    case 'parallelism':
      return readParallelism(strategy, { ...common, maxConcurrency: beside });
  }
}

function readParallelism(
  strategy: Place,
  common: Omit<Parallelism, 'kind' | 'count'>,
): Parallelism | undefined {
  const count = readCount(strategy, 'parallelism');
  return count === undefined ? undefined : { ...common, kind: 'parallelism', count };
}

function reportKinds(strategy: Place, kind: string | undefined, other: string | undefined): void {
  const hint = `Write one of ${KINDS.join(', ')}.`;
  if (kind === undefined || other === undefined) {
    reportAt(strategy, 'missing-field', 'This strategy does not say how it repeats.', hint);
    return;
  }
  const message = `A strategy is either ${kind} or ${other}, not both.`;
  reportAt(optional(strategy, other) ?? strategy, 'wrong-value', message, hint);
}
