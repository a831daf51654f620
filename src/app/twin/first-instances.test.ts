// Specifies what is told while the first instances start, and when they cannot.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from '../../../tests/eventually.ts';
import { createProcessHost, type ProcessHost } from '../../twin/data-plane/process-host.ts';
import { awaitFirstInstances, type FirstInstances } from './first-instances.ts';

let folder: string;
let host: ProcessHost;
let told: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'penstock-first-'));
  told = [];
  writeFileSync(
    join(folder, 'good.mjs'),
    `import { createServer } from 'node:http';
    const server = createServer((_, response) => response.end()).listen(0, '127.0.0.1', () =>
      console.log('http://127.0.0.1:' + server.address().port));
    process.stdin.on('end', () => process.exit()).resume();`,
  );
  writeFileSync(join(folder, 'broken.mjs'), `console.error('no such shop'); process.exit(3);`);
  writeFileSync(
    join(folder, 'mute.mjs'),
    `console.log('started'); process.stdin.on('end', () => process.exit()).resume();`,
  );
  const amis = ['good', 'broken', 'mute'].map((id) => ({
    id,
    version: '1',
    command: ['node', `${id}.mjs`],
    cwd: folder,
  }));
  host = createProcessHost({ amis, logFolder: folder });
});

afterEach(async () => {
  await host.close();
  rmSync(folder, { recursive: true });
});

function first(
  kinds: readonly string[],
  limits: Partial<FirstInstances> = {},
): { readonly done: Promise<void>; isDone(): boolean } {
  const ids = kinds.map((kind) => `i-${kind}`);
  for (const [at, kind] of kinds.entries()) {
    host.launch({ instanceId: ids[at] ?? '', amiId: kind, userData: '' });
  }
  let isDone = false;
  const tell = (line: string): void => void told.push(line);
  const done = awaitFirstInstances({ ids, host, logFolder: folder, tell, ...limits }).then(() => {
    isDone = true;
  });
  return { done, isDone: () => isDone };
}

test('when all listen nothing is told', async () => {
  await first(['good']).done;
  expect(told).toEqual([]);
});

test('one that ends at once is told with the end of its log and what to do', async () => {
  await first(['good', 'broken']).done;
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(
    /^Instance i-broken has ended before it listened\. The end of its log:\n {2}no such shop\n {2}ended with exit code 3\nCorrect the command of its AMI/,
  );
});

test('one that never says where it listens is told while it lasts, and given up', async () => {
  await first(['mute', 'good'], { tellEveryMs: 400, withinMs: 1_500 }).done;
  expect(told[0]).toMatch(/^Waiting for \d of 2 instances to listen; .*i-mute\.log\.$/);
  expect(told.at(-1)).toMatch(
    /^Instance i-mute runs, but has not said where it listens\..*\n {2}started\nIts program must print/,
  );
});

test('whoever gives up is not kept waiting', async () => {
  const patience = new AbortController();
  const { done, isDone } = first(['mute'], { giveUp: patience.signal });
  patience.abort();
  await eventually('the end of the waiting', isDone);
  await done;
});
