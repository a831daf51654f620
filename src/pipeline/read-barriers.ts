// `flowControl:` of a pipeline: the barriers at which its steps may meet.

import { list, openMapping, optional, requiredText } from './fields.ts';
import type { Barrier } from './pipeline.ts';
import { memberOf, type Place, positionOf, reportAt } from './place.ts';
import { BARRIER, FLOW_CONTROL } from './shapes/pipeline.ts';

export function readBarriers(pipeline: Place): readonly Barrier[] {
  const place = optional(pipeline, 'flowControl');
  const control = place && openMapping(place, FLOW_CONTROL);
  if (control === undefined) return [];
  const barriers: Barrier[] = [];
  for (const element of list(control, 'barriers')) {
    const barrier = openMapping(element, BARRIER);
    if (barrier === undefined) continue;
    const identifier = requiredText(barrier, 'identifier');
    if (barriers.some((each) => each.identifier === identifier)) reportTwice(barrier, identifier);
    const name = requiredText(barrier, 'name');
    barriers.push({ identifier, name, position: positionOf(barrier) });
  }
  return barriers;
}

function reportTwice(barrier: Place, identifier: string): void {
  const message = `There are two barriers "${identifier}".`;
  const hint = 'Rename or remove one of them.';
  reportAt(memberOf(barrier, 'identifier') ?? barrier, 'duplicate-identifier', message, hint);
}
