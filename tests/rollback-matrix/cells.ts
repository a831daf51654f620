// The matrix: every place where a run may break, times every way in which it may break there, times the deployments.
import { type Origin, rollbackCalls, setupCalls, swapCalls } from './calls.ts';
import { type Expected, expectedOf } from './expected.ts';
import { whyNot } from './impossible.ts';
import type { Deployment } from './matrix-world.ts';
import type { NamedCall } from './named-calls.ts';
import type { Course } from './run-case.ts';
import type { CallTrouble, Trouble } from './trouble.ts';

export type Outcome = 'failed' | 'rejected' | 'timed out' | 'aborted';

export type Place =
  | { readonly row: 'before the setup'; readonly at: 'script' | 'gate' }
  | { readonly row: 'in the setup'; readonly call: NamedCall }
  | { readonly row: 'before the shift' }
  | { readonly row: 'at the gate of a rung'; readonly rung: RungName }
  | { readonly row: 'while a rung is written'; readonly rung: RungName }
  | { readonly row: 'while a rung settles'; readonly rung: RungName }
  | { readonly row: 'in the bake' }
  | { readonly row: 'at the swap of names and tasks'; readonly call: NamedCall }
  | { readonly row: 'after the last rung' }
  | {
      readonly row: 'in the way back';
      readonly origin: Origin;
      readonly call: NamedCall;
      readonly times: Times;
    };

export type RungName = (typeof RUNGS)[number];
export type Times = CallTrouble['times'];

export interface Cell {
  readonly deployment: Deployment;
  readonly place: Place;
  readonly outcome: Outcome;
}

export interface MatrixCase extends Cell, Course {
  /** A sentence, and unique. */
  readonly name: string;
  readonly expected: Expected;
}

const DEPLOYMENTS: readonly Deployment[] = ['first', 'second', 'third'];
const OUTCOMES: readonly Outcome[] = ['failed', 'rejected', 'timed out', 'aborted'];
const RUNGS = ['stage-50', 'stage-100', 'prod-50', 'prod-100'] as const;

export function matrixCases(): readonly MatrixCase[] {
  return DEPLOYMENTS.flatMap((deployment) =>
    OUTCOMES.flatMap((outcome) =>
      placesOf(deployment, outcome)
        .map((place): Cell => ({ deployment, place, outcome }))
        .filter((cell) => whyNot(cell) === undefined)
        .map(caseOf),
    ),
  );
}

function caseOf(cell: Cell): MatrixCase {
  const expected = expectedOf(cell);
  const { deployment } = cell;
  const name = `${deployment} deployment, ${phraseOf(cell)}: ${expected.inWords}`;
  return { ...cell, name, trouble: troubleOf(cell), expected };
}

function placesOf(deployment: Deployment, outcome: Outcome): readonly Place[] {
  const atRungs = RUNGS.flatMap((rung): Place[] => [
    { row: 'at the gate of a rung', rung },
    { row: 'while a rung is written', rung },
    { row: 'while a rung settles', rung },
  ]);
  const back = ORIGINS[outcome].flatMap((origin) =>
    rollbackCalls(deployment, origin).flatMap((call): Place[] => [
      { row: 'in the way back', origin, call, times: 'once' },
      { row: 'in the way back', origin, call, times: 'for good' },
    ]),
  );
  return [
    { row: 'before the setup', at: 'script' },
    { row: 'before the setup', at: 'gate' },
    ...setupCalls(deployment).map((call): Place => ({ row: 'in the setup', call })),
    { row: 'before the shift' },
    ...atRungs,
    { row: 'in the bake' },
    ...swapCalls(deployment).map(
      (call): Place => ({
        row: 'at the swap of names and tasks',
        call,
      }),
    ),
    { row: 'after the last rung' },
    ...back,
  ];
}

/** What makes the run of a cell go back in which the way back itself meets trouble. */
const ORIGINS: Readonly<Record<Outcome, readonly Origin[]>> = {
  failed: [
    'a script that failed after the last rung',
    'a setup that was refused to delete what was left',
  ],
  rejected: ['a rejection before the last rung'],
  'timed out': [
    'a script that ran out of time after the last rung',
    'a create that was never answered',
  ],
  aborted: ['an abort while half of the traffic settled'],
};

export const ORIGIN_TROUBLE: Readonly<Record<Origin, Trouble>> = {
  'a script that failed after the last rung': { scripts: { After_Shift: 'fails' } },
  'a rejection before the last rung': { gate: { gate: 'prod-100', does: 'reject' } },
  'a script that ran out of time after the last rung': { scripts: { After_Shift: 'hangs' } },
  'an abort while half of the traffic settled': { abortAt: 'rung prod-50 settling' },
  'a setup that was refused to delete what was left': {
    calls: [
      {
        during: ['Set_Up_Green'],
        call: 'delete the leftover',
        does: 'refused',
        times: 'once',
      },
    ],
  },
  'a create that was never answered': {
    calls: [{ during: ['Set_Up_Green'], call: 'create green', does: 'silent', times: 'once' }],
  },
};

function troubleOf({ place, outcome }: Cell): Trouble {
  switch (place.row) {
    case 'before the setup':
      return place.at === 'script'
        ? atScript('Prepare', outcome)
        : { gate: { gate: 'Start', does: GATE[outcome] } };
    case 'in the setup':
      return atCall('Set_Up_Green', place.call.name, outcome);
    case 'before the shift':
      return atScript('Before_Shift', outcome);
    case 'at the gate of a rung':
      return outcome === 'failed'
        ? { sickAt: `gate ${place.rung} opened` }
        : { gate: { gate: place.rung, does: GATE[outcome] } };
    case 'while a rung is written':
      return atCall(place.rung, `write the ${laneOf(place.rung)} rule`, outcome);
    case 'while a rung settles':
      return whileSettling(place.rung, outcome);
    case 'in the bake':
      return inBake(outcome);
    case 'at the swap of names and tasks':
      return atCall('prod-100', place.call.name, outcome);
    case 'after the last rung':
      return atScript('After_Shift', outcome);
    case 'in the way back': {
      const { times, call, origin } = place;
      const does = times === 'once' ? 'lost' : 'refused';
      const during = ['Roll_Back_Elastigroup', 'Roll_Back_Rules'];
      const { calls = [], ...trouble } = ORIGIN_TROUBLE[origin];
      return { ...trouble, calls: [...calls, { during, call: call.name, does, times }] };
    }
  }
}

const GATE = {
  failed: 'nobody',
  rejected: 'reject',
  'timed out': 'nobody',
  aborted: 'abort',
} as const;

function atScript(step: string, outcome: Outcome): Trouble {
  if (outcome === 'aborted')
    return { scripts: { [step]: 'hangs' }, abortAt: `step ${step} started` };
  return { scripts: { [step]: outcome === 'failed' ? 'fails' : 'hangs' } };
}

const CALL = {
  failed: 'refused',
  rejected: 'refused',
  'timed out': 'silent',
  aborted: 'aborted',
} as const;

function atCall(during: string, call: string, outcome: Outcome): Trouble {
  return { calls: [{ during: [during], call, does: CALL[outcome], times: 'once' }] };
}

function whileSettling(rung: RungName, outcome: Outcome): Trouble {
  if (outcome === 'aborted') return { abortAt: `rung ${rung} settling` };
  if (outcome === 'failed') return { sickAt: `rung ${rung} settling` };
  return atCall(rung, "read the health of green's target group", outcome);
}

function inBake(outcome: Outcome): Trouble {
  if (outcome === 'aborted') return { abortAt: 'bake watching' };
  if (outcome === 'failed') return { sickAt: 'bake watching' };
  return atCall('prod-100', 'read metrics', outcome);
}

function laneOf(rung: RungName): string {
  return rung.slice(0, rung.indexOf('-'));
}

function phraseOf({ place, outcome }: Cell): string {
  switch (place.row) {
    case 'before the setup':
      return `${outcome} at the ${place.at} before the setup`;
    case 'in the setup':
      return `${outcome} in the setup, where it is to ${place.call.name}`;
    case 'before the shift':
      return `${outcome} in the script before the shift`;
    case 'at the gate of a rung':
      return `${outcome} at the gate of ${place.rung}`;
    case 'while a rung is written':
      return `${outcome} while ${place.rung} is written`;
    case 'while a rung settles':
      return `${outcome} while ${place.rung} settles`;
    case 'in the bake':
      return `${outcome} in the bake`;
    case 'at the swap of names and tasks':
      return `${outcome} at the swap, where it is to ${place.call.name}`;
    case 'after the last rung':
      return `${outcome} in the script after the last rung`;
    case 'in the way back':
      return place.times === 'once'
        ? `the way back after ${place.origin} once gets no answer when it is to ${place.call.name}`
        : `the way back after ${place.origin} may not ${place.call.name}`;
  }
}
