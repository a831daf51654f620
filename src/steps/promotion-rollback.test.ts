// After a success: everything back as before it while blue is warm, and refused, with the reason, when it is not.
import { describe, expect, test } from 'vitest';
import {
  type Bench,
  type BenchOptions,
  bench,
  STAGE_RULE,
  setUp,
  shiftProd,
  shiftStage,
} from '../../tests/step-bench.ts';
import { BLUE, GREEN, groupDocument, LIVE_GROUP, PROD_RULE } from '../../tests/twin-world.ts';
import type { ExecutionEvent } from '../execution/event.ts';
import { hasBegun } from './follow-up/begin.ts';

const task = {
  taskType: 'scale',
  scaleTargetCapacity: 3,
  cronExpression: '0 6 * * *',
  isEnabled: true,
};
const document = { ...groupDocument('shop', BLUE, 2), scheduling: { tasks: [task] } };
const world = { groups: [{ id: LIVE_GROUP, name: 'shop', document }] };

async function promoted(options: Partial<BenchOptions> = {}): Promise<Bench> {
  const steps = [setUp(), shiftProd(50), shiftProd(100)];
  const game = bench({ steps, world, document, ...options });
  const result = await game.run();
  expect(result.end, await game.failure()).toBe('Success');
  await game.clock.advance(600_000);
  return game;
}

const HOT = { [BLUE]: 100, [GREEN]: 0 };
const COLD = { [BLUE]: 0, [GREEN]: 100 };
const size = (minimum: number, target: number) => ({ minimum, target, maximum: 4 });

describe('While blue is warm', () => {
  test('rules, names, capacity, tasks and suspensions go back, and green goes away', async () => {
    const game = await promoted();
    const result = await game.follow('rollback');
    expect([result.end, result.leftovers], await game.failure()).toEqual(['Success', []]);
    expect(game.weights()).toEqual(HOT);
    expect(game.groups()).toMatchObject([
      { id: LIVE_GROUP, name: 'shop', capacity: { minimum: 2, target: 2 }, suspensions: [] },
    ]);
    const [group] = game.twin.spot.list({ minCreatedAt: 0 });
    expect(group?.['scheduling']).toEqual({ tasks: [task] });
  });

  test('every rule of the run goes back, stage rules too, each exactly as before', async () => {
    const game = await promoted({
      stageRule: true,
      world: {},
      steps: [setUp(), shiftStage(100), shiftProd(100)],
    });
    expect((await game.follow('rollback')).end, await game.failure()).toBe('Success');
    expect([game.weights(PROD_RULE), game.weights(STAGE_RULE)]).toEqual([HOT, HOT]);
    const restored = await game.facts('restored');
    expect(restored.map(({ outcome }) => outcome)).toEqual(['restored', 'restored']);
    for (const { beforeHash, afterHash } of restored) expect(afterHash).toBe(beforeHash);
  });

  test('green is proven to be without traffic before it is drained', async () => {
    const game = await promoted();
    await game.follow('rollback');
    expect(game.lines.join('\n')).toMatch(/green without traffic: .*no request/);
  });

  test('no process survives more than a few commits, and the end is the same', async () => {
    const game = await promoted();
    const result = await game.follow('rollback', { commitsPerLife: 2 });
    expect([result.end, result.leftovers], await game.failure()).toEqual(['Success', []]);
    expect(game.weights()).toEqual(HOT);
    expect(game.groups().map(({ id, name }) => [id, name])).toEqual([[LIVE_GROUP, 'shop']]);
  });

  test('one that stood still for hours again and again goes on to the same end', async () => {
    const game = await promoted({ requestsPerSecond: 1 });
    const result = await game.follow('rollback', { commitsPerLife: 6, restMs: 7_200_000 });
    expect([result.end, result.leftovers], await game.failure()).toEqual(['Success', []]);
    expect([game.weights(), game.groups().length]).toEqual([HOT, 1]);
  });

  test('a second rollback finds everything as before and changes nothing', async () => {
    const game = await promoted();
    await game.follow('rollback');
    const writes = game.calls()['elbv2.ModifyRule'];
    expect((await game.follow('rollback', { of: '1' })).end).toBe('Failed');
    expect(await game.failure()).toContain('There is nothing to put back');
    expect(game.calls()['elbv2.ModifyRule']).toBe(writes);
  });
});

describe('Refused before anything is touched', () => {
  test('when blue has shrunk: by its targets, not by its name', async () => {
    const game = await promoted();
    game.twin.spot.capacity(LIVE_GROUP, size(0, 0));
    await game.clock.advance(600_000);
    expect((await game.follow('rollback')).end).toBe('Failed');
    expect(await game.failure()).toMatch(/Blue is not warm: .*needs 2 healthy ones.*--scale-up/);
    expect(game.weights()).toEqual(COLD);
  });

  test('when blue is gone', async () => {
    const game = await promoted();
    game.twin.spot.delete(LIVE_GROUP);
    expect((await game.follow('rollback')).end).toBe('Failed');
    expect(await game.failure()).toMatch(/Blue is not warm any more: its group was deleted/);
    expect(game.weights()).toEqual(COLD);
  });

  test('when the group in service is one that the run did not make', async () => {
    const game = await promoted();
    const [green] = game.groups().filter(({ id }) => id !== LIVE_GROUP);
    game.twin.spot.update(green?.id ?? '', { name: 'older' });
    game.twin.spot.create(groupDocument('shop', GREEN, 2));
    expect((await game.follow('rollback')).end).toBe('Failed');
    expect(await game.failure()).toContain('A later deployment is live');
    expect(game.weights()).toEqual(COLD);
  });

  test('when somebody has changed a rule since, with what it is now', async () => {
    const game = await promoted();
    const weights = { [BLUE]: 10, [GREEN]: 90 };
    game.twin.inject({ kind: 'rule-edited', ruleArn: PROD_RULE, weights });
    expect((await game.follow('rollback')).end).toBe('Failed');
    expect(await game.failure()).toContain('the rule prod is blue 10 / green 90 now');
  });
});

describe('A blue that has shrunk', () => {
  test('is scaled up when that is asked for, and gets traffic only when it is healthy', async () => {
    const game = await promoted();
    game.twin.spot.capacity(LIVE_GROUP, size(0, 0));
    await game.clock.advance(600_000);
    const seen: unknown[] = [];
    const result = await game.follow('rollback', {
      scaleUp: true,
      onEvents: () => {
        const blue = game.groups().find(({ id }) => id === LIVE_GROUP);
        if (JSON.stringify(game.weights()) === JSON.stringify(HOT))
          seen.push(blue?.instances.length);
      },
    });
    expect([result.end, result.leftovers], await game.failure()).toEqual(['Success', []]);
    expect(seen[0]).toBe(2);
    expect(game.groups()[0]).toMatchObject({ name: 'shop', capacity: { minimum: 2, target: 2 } });
  });

  test('that stays sick keeps the traffic on green, and is named with what was done to it', async () => {
    const game = await promoted();
    game.twin.spot.capacity(LIVE_GROUP, size(0, 0));
    await game.clock.advance(600_000);
    game.twin.inject({ kind: 'failing-health', groupId: LIVE_GROUP });
    const result = await game.follow('rollback', { scaleUp: true });
    expect(result.end).toBe('Dirty');
    expect(result.leftovers).toEqual([
      expect.objectContaining({ what: expect.stringContaining('is kept at 2') }),
    ]);
    expect(game.weights()).toEqual(COLD);
  });
});

describe('An abort', () => {
  const abortAt = (game: Bench, type: ExecutionEvent['type']) => {
    let isAsked = false;
    return (events: readonly ExecutionEvent[]): void => {
      if (isAsked || !events.some((event) => event.type === type)) return;
      isAsked = true;
      void game.abort(false);
    };
  };

  test('before anything was touched ends it, and traffic stays on green', async () => {
    const game = await promoted();
    const onEvents = abortAt(game, 'AttemptStarted');
    const result = await game.follow('rollback', { onEvents });
    expect([result.end, result.leftovers, game.weights()]).toEqual(['Aborted', [], COLD]);
  });

  test('is refused once the first write may come, and not before', async () => {
    const game = await promoted();
    const begun: boolean[] = [];
    let all: readonly ExecutionEvent[] = [];
    await game.follow('rollback', {
      onEvents: (events) => {
        const isWriting = events.some(({ type }) => type === 'EffectIntended');
        if (isWriting || all.length === 0) begun.push(hasBegun(all));
        all = [...all, ...events];
      },
    });
    expect(begun[0]).toBe(false);
    expect(begun.slice(1)).not.toContain(false);
    expect(begun.length).toBeGreaterThan(3);
  });

  test('while blue boots names the size that blue keeps', async () => {
    const game = await promoted();
    game.twin.spot.capacity(LIVE_GROUP, size(0, 0));
    await game.clock.advance(600_000);
    const onEvents = abortAt(game, 'EffectConfirmed');
    const result = await game.follow('rollback', { scaleUp: true, onEvents });
    expect([result.end, result.cause, game.weights()]).toEqual(['Dirty', 'aborted', COLD]);
    expect(result.leftovers).toMatchObject([
      {
        what: expect.stringContaining('is kept at 2'),
        commands: [expect.stringContaining('"target":0')],
      },
    ]);
  });
});
