// How a run ended, each part by a name of its own, so that the end of a cut run can be held against the one without a cut.
import type { ExecutionEvent } from '../../src/execution/event.ts';
import type { JsonObject } from '../../src/lib/json.ts';
import { canonicalActions } from '../../src/traffic/actions.ts';
import { FACT, type Rung } from '../../src/traffic/facts.ts';
import type { Twin } from '../../src/twin/twin.ts';
import { lookAt } from '../scenarios/world-state.ts';
import type { Ended } from './lives.ts';
import type { Scene } from './scene.ts';
import type { Story } from './story.ts';

export type Ending = ReadonlyMap<string, string>;

/** Moments, durations, counted requests and the order of what ran side by side are left out. */
export function endingOf({ twin, events }: Scene, ended: Ended): Ending {
  const { result, groupsCreated, scriptStarts } = ended;
  return new Map([
    ['the end', result.end],
    ['the cause', result.cause ?? 'none'],
    ...result.leftovers.map(({ what, commands }): Part => [`left over: ${what}`, commands.join()]),
    ['groups created', String(groupsCreated)],
    ...[...scriptStarts].map(([key, count]): Part => [`the script ${key}`, `started ${count}`]),
    ...rulesAndGroups(twin),
    ...whatWasRecorded(events),
  ]);
}

/** What is not the same, one line for each part. */
export function differences(expected: Ending, actual: Ending, story: Story): readonly string[] {
  if (story.mayStayBehind === true && isNamed(actual)) return [];
  const end = actual.get('the end');
  if (end === story.mayEndBetter && end !== expected.get('the end')) return [];
  const alike = (text: string | undefined): string | undefined =>
    story.isSilent === true ? text?.replace(/expired|failed/gi, 'out of time') : text;
  const parts = [...new Set([...expected.keys(), ...actual.keys()])];
  return parts
    .filter((part) => alike(expected.get(part)) !== alike(actual.get(part)))
    .filter((part) => actual.has(part) || !isInTrouble(part, story))
    .map((part) => `${part}: ${expected.get(part) ?? 'none'} → ${actual.get(part) ?? 'none'}`);
}

function isInTrouble(part: string, { rungsInTrouble = [] }: Story): boolean {
  return rungsInTrouble.some((rung) => part.startsWith(`the rung ${rung} at `));
}

function isNamed(actual: Ending): boolean {
  const left = [...actual].filter(([part]) => part.startsWith('left over: '));
  return actual.get('the end') === 'Dirty' && left.some(([, commands]) => commands !== '');
}

type Part = readonly [string, string];

function rulesAndGroups(twin: Twin): readonly Part[] {
  const { rules, groups } = lookAt(twin);
  const documents = new Map<unknown, JsonObject>(
    twin.spot.list({ minCreatedAt: 0 }).map((document) => [document['id'], document]),
  );
  return [
    ...rules.map(({ arn, actions }): Part => [arn, canonicalActions(actions)]),
    ...groups.flatMap(({ id, name, capacity, suspensions, instances }): readonly Part[] => [
      [`the name of ${id}`, name],
      [`the capacity of ${id}`, JSON.stringify(capacity)],
      [`the instances of ${id}`, String(instances.length)],
      [
        `the suspensions of ${id}`,
        suspensions
          .map((each) => each.name)
          .sort()
          .join(),
      ],
      [`the tasks of ${id}`, JSON.stringify(documents.get(id)?.['scheduling'] ?? null)],
    ]),
  ];
}

function whatWasRecorded(events: readonly ExecutionEvent[]): readonly Part[] {
  const parts = new Map<string, string>();
  const add = (part: string, text: string): void => {
    const known = parts.get(part);
    parts.set(part, known === undefined ? text : `${known}, ${text}`);
  };
  for (const event of events) {
    switch (event.type) {
      case 'NodeFinished':
        add(`the node ${event.path}`, event.status);
        break;
      case 'AttemptFinished':
        add(`the attempts of ${event.path}`, event.result.status);
        break;
      case 'ApprovalDecided':
        add(`the gate ${event.path}`, `${event.by}: ${event.decision}`);
        break;
      case 'ChoiceMade':
        add(`the choice at ${event.path}`, `${event.by}: ${event.option}`);
        break;
      case 'FactRecorded': {
        if (event.name !== FACT.rung) break;
        const { rung, state, set } = event.value as unknown as Rung;
        if (state === 'proven') add(`the rung ${rung} at ${event.path}`, `${set} proven`);
        break;
      }
      default:
    }
  }
  return [...parts];
}
