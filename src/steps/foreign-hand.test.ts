// Another hand on a rule during a deployment: what a person is asked, and what follows from each answer.
import { expect, test } from 'vitest';
import {
  approve,
  type Bench,
  type BenchOptions,
  bench,
  fail,
  setUp,
  shiftProd,
} from '../../tests/step-bench.ts';
import { BLUE, forward, GREEN, PROD_RULE } from '../../tests/twin-world.ts';
import type { ExecutionEvent } from '../execution/event.ts';
import type { JsonObject } from '../lib/json.ts';

const SPLIT = { [BLUE]: 50, [GREEN]: 50 };
const sticky = {
  ...forward(SPLIT),
  ForwardConfig: {
    ...(forward(SPLIT)['ForwardConfig'] as JsonObject),
    TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 60 },
  },
};
const twoRungs = [setUp(), shiftProd(50), shiftProd(100)];

/** Runs until the shift to 100 % asks what shall become of what another hand has written. */
async function asked(written: JsonObject, options: Partial<BenchOptions> = {}): Promise<Bench> {
  const game = bench({ steps: twoRungs, ...options });
  let isWritten = false;
  await game.runUntilGate((events) => {
    const isDone = events.some(isHalfProven);
    if (isWritten || !isDone) return;
    isWritten = true;
    edit(game, written);
  });
  return game;
}

function isHalfProven(event: ExecutionEvent): boolean {
  if (event.type !== 'FactRecorded' || event.name !== 'rung') return false;
  const { rung, state } = event.value as { readonly rung: string; readonly state: string };
  return rung === 'prod-50' && state === 'proven';
}

function edit(game: Bench, action: JsonObject): void {
  game.twin.inject({ kind: 'rule-edited', ruleArn: PROD_RULE, actions: [action] });
}

const tenPercent = forward({ [BLUE]: 90, [GREEN]: 10 });

test('a person is asked with both versions and three answers, and nothing is written meanwhile', async () => {
  const game = await asked(tenPercent);
  const opened = (await game.events()).find((event) => event.type === 'ChoiceOpened');
  expect(opened?.choice.detail).toEqual({
    differences: [
      {
        what: 'the weights of the rule prod',
        left: 'green 50 / blue 50',
        found: 'blue 90 / green 10',
      },
    ],
  });
  expect(opened?.choice.options.map(({ id }) => id)).toEqual(['adopt', 'restore', 'abort']);
  expect(game.weights()).toEqual({ [BLUE]: 90, [GREEN]: 10 });
  expect(game.groups().flatMap(({ suspensions }) => suspensions)).toEqual([]);
});

test('while the choice is open the clouds are not asked anything', async () => {
  const game = await asked(tenPercent);
  const before = game.calls();
  await game.goOn(600_000);
  expect(game.calls()).toEqual(before);
});

test('restored, the other hand is overwritten by the next rung', async () => {
  const game = await asked(sticky);
  await game.choose('restore');
  expect((await game.goOn())?.end, await game.failure()).toBe('Success');
  expect(game.weights()).toEqual({ [BLUE]: 0, [GREEN]: 100 });
  expect(JSON.stringify(game.twin.inspect()['rules'])).not.toContain('"Enabled":true');
});

test('adopted, the rest of the other hand stays under our weights', async () => {
  const game = await asked(sticky);
  await game.choose('adopt');
  expect((await game.goOn())?.end, await game.failure()).toBe('Success');
  expect(game.weights()).toEqual({ [BLUE]: 0, [GREEN]: 100 });
  expect(JSON.stringify(game.twin.inspect()['rules'])).toContain('"Enabled":true');
});

test('adopted, the way back gives it the weights of before and keeps the rest', async () => {
  const game = await asked(sticky, { steps: [...twoRungs, fail()] });
  await game.choose('adopt');
  expect((await game.goOn())?.end).toBe('RolledBack');
  expect(game.weights()).toEqual({ [BLUE]: 100, [GREEN]: 0 });
  expect(JSON.stringify(game.twin.inspect()['rules'])).toContain('"Enabled":true');
  const restored = (await game.facts('restored')).find(({ label }) => label === 'prod');
  expect(restored?.['beforeHash']).toBe(restored?.['afterHash']);
});

test('sent back, the run fails in the name of a person and everything is as before', async () => {
  const game = await asked(tenPercent);
  await game.choose('abort');
  expect((await game.goOn())?.end).toBe('RolledBack');
  expect(await game.failure()).toMatch(/the person who was asked chose to go back/);
  expect(game.weights()).toEqual({ [BLUE]: 100, [GREEN]: 0 });
});

test('a rule that forwards no more cannot be adopted', async () => {
  const closed = { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '503' } };
  const game = await asked(closed);
  await expect(game.choose('adopt')).rejects.toThrow('unknown-option');
});

test('a second change while the first is judged is a question of its own', async () => {
  const game = await asked(tenPercent);
  edit(game, forward({ [BLUE]: 80, [GREEN]: 20 }));
  await game.choose('restore');
  expect(await game.goOn()).toBeUndefined();
  const questions = (await game.events()).filter(({ type }) => type === 'ChoiceOpened');
  expect(questions).toHaveLength(2);
});

test('a change that is taken back before anybody answers is no matter any more', async () => {
  const game = await asked(tenPercent);
  edit(game, forward(SPLIT));
  await game.choose('abort');
  expect((await game.goOn())?.end, await game.failure()).toBe('Success');
});

test('processes that end in the middle find the open and the made choice again', async () => {
  const game = await asked(tenPercent, { commitsPerLife: 2 });
  await game.choose('restore');
  expect((await game.goOn())?.end, await game.failure()).toBe('Success');
  expect(game.weights()).toEqual({ [BLUE]: 0, [GREEN]: 100 });
  const questions = (await game.events()).filter(({ type }) => type === 'ChoiceOpened');
  expect(questions).toHaveLength(1);
});

test('a change at a gate is asked about by the shift behind it', async () => {
  const game = bench({ steps: [setUp(), shiftProd(50), approve(), shiftProd(100)] });
  await game.runUntilGate();
  edit(game, tenPercent);
  await game.approve();
  expect(await game.goOn()).toBeUndefined();
  await game.choose('restore');
  expect((await game.goOn())?.end, await game.failure()).toBe('Success');
});

test('a change while the new version is watched is asked about before the names change', async () => {
  const game = bench({ steps: [setUp(), shiftProd(100)] });
  await game.runUntilGate((events) => {
    for (const event of events) {
      if (event.type !== 'FactRecorded' || event.name !== 'rung') continue;
      const { state } = event.value as { readonly state: string };
      if (state === 'proven') edit(game, tenPercent);
    }
  });
  expect(game.groups().map(({ name }) => name)).toContain('shop__STAGE__Harness');
  await game.choose('restore');
  expect((await game.goOn())?.end, await game.failure()).toBe('Success');
  expect(game.weights()).toEqual({ [BLUE]: 0, [GREEN]: 100 });
});

test('another priority is told and stops nobody', async () => {
  const game = bench({ steps: [setUp(), shiftProd(50), approve(), shiftProd(100)] });
  await game.runUntilGate();
  game.twin.elbv2.setRulePriorities({
    RulePriorities: [{ RuleArn: PROD_RULE, Priority: 77 }],
  });
  await game.approve();
  expect((await game.goOn())?.end, await game.failure()).toBe('Success');
  const notices = (await game.facts('notice')).map(({ text }) => text);
  expect(notices.slice(1)).toEqual([
    expect.stringMatching(/rule prod applies: priority 77, host-header/),
  ]);
});
