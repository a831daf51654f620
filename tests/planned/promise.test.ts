// A plan is a promise: a run writes what its plan says, in the same steps and with the same values, and so does its way back.
import { describe, expect, test } from 'vitest';
import type { ExecutionEvent } from '../../src/execution/event.ts';
import { isJsonObject, type Json, type JsonObject } from '../../src/lib/json.ts';
import type { CallOutlook } from '../../src/traffic/outlook.ts';
import {
  alternated,
  type BenchOptions,
  bench,
  fail,
  setUp,
  shiftProd,
  shiftStage,
} from '../step-bench.ts';
import { BLUE, groupDocument } from '../twin-world.ts';
import { planned } from './planned-bench.ts';

/** A write in a form that a plan and a journal share: ids of groups that are made later are unknown. */
function said(call: string, values: Json): string {
  return `${call} ${JSON.stringify(values)}`;
}

function promised({ call, values }: CallOutlook): string {
  switch (call) {
    case 'POST group':
      return said(call, values['group'] ?? null);
    case 'ModifyRule':
      return said(call, values['Actions'] ?? null);
    case 'POST suspension': {
      const suspensions = values['suspensions'] as readonly JsonObject[];
      const [first] = suspensions;
      return said(call, [
        suspensions.map(({ name }) => name ?? null),
        first?.['ttlInMinutes'] ?? 0,
      ]);
    }
    case 'DELETE suspension':
      return said(call, values['processes'] ?? null);
    case 'PUT capacity':
      return said(call, [values['minimum'] ?? null, values['maximum'] ?? null]);
    default:
      return said(call, values['name'] ?? 'tasks');
  }
}

/** The same of an intent in the journal. */
function intended(effect: string, request: Json): string | undefined {
  if (!isJsonObject(request)) return undefined;
  if (effect.startsWith('create ')) return said('POST group', request);
  if (/^(write|restore) /.test(effect)) return said('ModifyRule', request['actions'] ?? null);
  if (effect.startsWith('suspend')) {
    return said('POST suspension', [request['processes'] ?? null, request['ttlMinutes'] ?? null]);
  }
  if (effect.startsWith('resume')) return said('DELETE suspension', request['processes'] ?? null);
  if (effect.startsWith('rename')) return said('PUT group', request['name'] ?? null);
  if (effect.includes('scheduled tasks')) return said('PUT group', 'tasks');
  if (effect.startsWith('delete')) return said('DELETE group', 'tasks');
  const capacity = isJsonObject(request['capacity']) ? request['capacity'] : request;
  const minimum = capacity['minimum'] ?? capacity['floor'] ?? null;
  return said('PUT capacity', [minimum, capacity['maximum'] ?? LATER_MAXIMUM]);
}

/** Of a raised floor the journal has only the floor. */
const LATER_MAXIMUM = 4;

function written(events: readonly ExecutionEvent[], path: string): readonly string[] {
  return events.flatMap((event) => {
    if (event.type !== 'EffectIntended' || !event.path.startsWith(path)) return [];
    return intended(event.effect, event.request) ?? [];
  });
}

/** Until CloudWatch has counted the requests of some minutes. */
const LATELY_MS = 600_000;
const SHIFTS = [setUp(), shiftStage(50), shiftProd(50), shiftStage(100), shiftProd(100)];
const tasks = [{ taskType: 'scale', cronExpression: '0 8 * * *', isEnabled: true }];
const scheduled: JsonObject = { ...groupDocument('shop', BLUE, 2), scheduling: { tasks } };
const shrinking: JsonObject = {
  ...groupDocument('shop', BLUE, 2),
  capacity: { minimum: 1, target: 2, maximum: 4, unit: 'instance' },
};
const blueIs = (document: JsonObject): JsonObject => ({
  groups: [{ id: 'sig-00000001', name: 'shop', document }],
});

const WORLDS: readonly (readonly [string, BenchOptions])[] = [
  ['a plain world', { steps: SHIFTS, stageRule: true }],
  ['a blue that may shrink', { steps: SHIFTS, stageRule: true, world: blueIs(shrinking) }],
  [
    'groups with scheduled tasks',
    { steps: SHIFTS, stageRule: true, world: blueIs(scheduled), document: scheduled },
  ],
  ['a first deployment', { steps: [setUp(), shiftProd(100)], world: { groups: [] } }],
  ['a group left over', { steps: [setUp(BLUE), shiftProd(100)], world: alternated() }],
];

describe.each(WORLDS)('In %s', (_, options) => {
  test('every step of a run writes what its plan says', async () => {
    const game = bench(options);
    const stage = await planned(game, options);
    expect((await game.run()).end, await game.failure()).toBe('Success');
    const events = await game.events();
    for (const { path, writes } of stage.steps) {
      expect([...written(events, path)].sort(), path).toEqual(writes.map(promised).sort());
    }
  });

  test('every rung is proven as the plan expects', async () => {
    const game = bench(options);
    await game.clock.advance(LATELY_MS);
    const stage = await planned(game, options);
    await game.run();
    const rungs = (await game.facts('rung')).filter(({ state }) => state === 'proven');
    const proofs = rungs.map(({ ruleArn, set, proof }) => ({ ruleArn, set, proof }));
    const expected = stage.steps.flatMap((step) => step.rungs);
    expect(proofs).toEqual(expected.map(({ ruleArn, set, proof }) => ({ ruleArn, set, proof })));
  });

  test.each(options.steps.map((_step, index) => index))(
    'the way back after step %i writes what the plan says',
    async (index) => {
      const cut = { ...options, steps: [...options.steps.slice(0, index + 1), fail()] };
      const game = bench(cut);
      const stage = await planned(game, cut);
      expect((await game.run()).end, await game.failure()).toMatch(/RolledBack|Dirty/);
      const back = stage.steps[index]?.wayBack.at(-1)?.writes ?? [];
      const events = await game.events();
      expect([...written(events, 'shop/rollback/')].sort()).toEqual(back.map(promised).sort());
    },
  );
});
