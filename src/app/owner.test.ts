// The names of owners: who counts as gone, and who never does.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { isGone, ownerText, thisOwner } from './owner.ts';

async function ownerOfChild(): Promise<{ readonly name: string; end(): Promise<void> }> {
  const module = JSON.stringify(new URL('owner.ts', import.meta.url).href);
  const code = `const { thisOwner } = await import(${module}); console.log(thisOwner()); process.stdin.resume();`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    name: said.toString().trim(),
    async end() {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

const changed = (changes: object): string =>
  JSON.stringify({ ...(JSON.parse(thisOwner()) as object), ...changes });

test('a process that lives is not gone, and one that was killed is', async () => {
  const child = await ownerOfChild();
  try {
    expect(isGone(child.name)).toBe(false);
  } finally {
    await child.end();
  }
  expect(isGone(child.name)).toBe(true);
});

test('a process that got the number of a dead one is not that one', () => {
  expect(isGone(changed({ startedAs: 'an earlier start' }))).toBe(true);
});

test.each([
  ['of another machine or container', changed({ pid: 999_999_999, place: 'elsewhere' })],
  ['whose start is not known', changed({ pid: 999_999_999, startedAs: '' })],
  ['whose machine is not known', changed({ pid: 999_999_999, place: '' })],
  ['that is no process', 'server-1'],
])('nobody knows whether an owner %s is gone', (_, name) => {
  expect(isGone(name)).toBe(false);
});

test('for people an owner is a process, with its machine when that is another', () => {
  expect(ownerText(thisOwner())).toBe(`process ${process.pid}`);
  expect(ownerText(changed({ pid: 7, place: 'elsewhere', host: 'blue' }))).toBe(
    'process 7 on blue',
  );
  expect(ownerText('server-1')).toBe('server-1');
});
