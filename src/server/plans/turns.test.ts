// Tests of turns: a bound on what runs at once, order for who waits, and a refusal for one too many.
import { expect, test } from 'vitest';
import { createTurns } from './turns.ts';

test('only so many run at once, who waits comes in order, and one too many is told so', async () => {
  const turns = createTurns(1, 1, 'plans');
  const order: string[] = [];
  let open = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const first = turns.take(async () => {
    await gate;
    order.push('first');
  });
  const second = turns.take(async () => {
    order.push('second');
  });
  await expect(turns.take(async () => undefined)).rejects.toMatchObject({
    code: 'too-many-requests',
  });
  open();
  await Promise.all([first, second]);
  expect(order).toEqual(['first', 'second']);
});

test('work that fails gives its turn on', async () => {
  const turns = createTurns(1, 0, 'plans');
  await expect(turns.take(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await turns.take(async () => 'done')).toBe('done');
});
