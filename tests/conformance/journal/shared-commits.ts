// Writes of one turn: they share a commit and keep out of each other's way.
import { expect, test } from 'vitest';
import { abort, accept, type Bench, claimOf, fact, LEASE_MS } from './journal-bench.ts';

export function sharedCommitTests(bench: Bench): void {
  test('many owners append in one turn and each finds only its own', async () => {
    const owned = [];
    for (let n = 0; n < 20; n += 1) owned.push(await bench.claimed(`owner ${n}`));
    const answers = owned.map((claim, n) => bench.journal.append(claim, 1, [fact(`of ${n}`)]));
    for (const answer of await Promise.all(answers)) {
      expect(answer).toEqual({ status: 'appended', length: 2 });
    }
    for (const [n, claim] of owned.entries()) {
      expect(await bench.journal.read(claim.id, 1)).toEqual([fact(`of ${n}`)]);
    }
  });

  test('writes of one turn take effect in the order of their calls', async () => {
    const { journal } = bench;
    const claim = await bench.claimed();
    const answers = await Promise.all([
      journal.append(claim, 1, [fact('a')]),
      journal.append(claim, 2, [fact('b')]),
      journal.park(claim, 3, undefined),
      journal.signal(claim.id, accept(abort())),
      journal.claim('B', 0, LEASE_MS, claim.id).then(() => undefined),
    ]);
    expect(answers.slice(0, 3)).toMatchObject([{ length: 2 }, { length: 3 }, { status: 'parked' }]);
    expect(await journal.read(claim.id, 1)).toEqual([fact('a'), fact('b'), abort()]);
  });

  test('a refused write harms no other of the same turn', async () => {
    const { journal, wall } = bench;
    const overtaken = await bench.claimed('A');
    wall.now += LEASE_MS;
    claimOf(await journal.claim('B', 0, LEASE_MS));
    const behind = await bench.claimed('A');
    await journal.signal(behind.id, accept(abort()));
    const good = await bench.claimed('A');
    const throwing = journal.signal(good.id, () => {
      throw new Error('a bug in the judge');
    });
    const answers = await Promise.allSettled([
      journal.append(overtaken, 1, [fact('stale')]),
      throwing,
      journal.append(behind, 1, [fact('late')]),
      journal.append({ id: '99', epoch: 1 }, 1, [fact('lost')]),
      journal.append(good, 1, [fact('good')]),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect(answers[4]).toMatchObject({ value: { status: 'appended', length: 2 } });
    expect(await journal.read(good.id, 1)).toEqual([fact('good')]);
    expect(await journal.read(behind.id, 1)).toEqual([abort()]);
  });

  test('an event that is no JSON is refused and leaves nothing behind', async () => {
    const claim = await bench.claimed();
    const circular: { self?: object } = {};
    circular.self = circular;
    const event = { ...fact('a'), value: circular } as ReturnType<typeof fact>;
    await expect(bench.journal.append(claim, 1, [fact('b'), event])).rejects.toThrow('circular');
    expect(await bench.journal.append(claim, 1, [fact('c')])).toMatchObject({ length: 2 });
  });
}
