// A run whose journal cannot be read, in a server that has others: it is said of that run, and nothing is taken from them.
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { eventually } from '../eventually.ts';
import { type OpenRoom, openRoom, PROJECT } from './open-room.ts';

const WITHIN_MS = 120_000;
const params = { project: PROJECT };

function damage({ state }: OpenRoom, ...statements: readonly string[]): void {
  const journal = new DatabaseSync(state.journalFile, { enableForeignKeyConstraints: false });
  for (const statement of statements) journal.exec(statement);
  journal.close();
}

test('a run whose first event is damaged keeps no other from being driven, shown and rolled back', {
  timeout: WITHIN_MS,
}, async () => {
  await using open = await openRoom();
  damage(
    open,
    `INSERT INTO execution (id, plan_hash, epoch, length, phase, lease_until) VALUES (1, 'gone', 1, 1, 'ready', 0)`,
    `INSERT INTO event (execution, seq, body) VALUES (1, 0, '{')`,
  );
  const run = await open.startRun();
  expect(run).toBe('2');
  await open.approveUntil(run, ({ gates }) => gates.length > 0);
  const { items } = await open.client.call('listRuns', { params });
  expect(items.map((line) => line.run)).toEqual(['2']);
  const projects = await open.client.call('listProjects', {});
  expect(projects.map(({ running }) => running)).toEqual([1]);
  const wayBack = await open.client.call('readWayBack', { params: { ...params, run } });
  expect(wayBack.kind).toBe('abort');
  const { says } = await open.client.call('readResources', { params });
  expect(says).toEqual([]);
  const told = open.logged.filter((line) => line.includes('damaged'));
  expect(told.length).toBeGreaterThan(0);
  expect(told.length).toBeLessThan(20);
});

test('a run that is damaged later stands in the list with the reason', {
  timeout: WITHIN_MS,
}, async () => {
  await using open = await openRoom();
  const run = await open.startRun();
  await open.approveUntil(run, ({ gates }) => gates.length > 0);
  damage(open, `UPDATE event SET body = '{' WHERE execution = 1 AND seq = 3`);
  await open.restart();
  const line = await eventually('the line of the damaged run', () => open.line(run));
  expect(line).toMatchObject({ status: 'Unreadable', tone: 'repair', pipeline: 'Deploy the shop' });
  expect(line.sentence).toContain('event 3 of execution 1 cannot be read');
});
