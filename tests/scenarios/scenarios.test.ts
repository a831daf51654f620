// Every scenario folder, run and compared with the transcript that was accepted for it.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runScenario } from './run-scenario.ts';
import { readScenario } from './scenario.ts';

const here = import.meta.dirname;
const folders = readdirSync(here).filter((name) => /^\d\d-[a-z0-9-]+$/.test(name));
const isAccepting = process.env['PENSTOCK_ACCEPT'] === '1';

describe.each(folders)('%s', (name) => {
  const scenario = readScenario(join(here, name));
  const needs = scenario.missing === undefined ? '' : ' (needs third-party data)';
  test.skipIf(scenario.missing !== undefined)(
    `${scenario.shows}${needs}`,
    async () => {
      const { transcript, broken } = await runScenario(scenario);
      const file = join(here, name, 'expected.txt');
      expect(broken, transcript).toEqual([]);
      if (isAccepting) writeFileSync(file, transcript);
      const expected = existsSync(file)
        ? readFileSync(file, 'utf8')
        : 'Nothing has been accepted yet: read the transcript, then run with PENSTOCK_ACCEPT=1.';
      expect(transcript).toBe(expected);
    },
    60_000,
  );
});

test('a scenario gives the same transcript every time', async () => {
  const scenario = readScenario(join(here, '02-share-proof'));
  const [one, other] = [await runScenario(scenario), await runScenario(scenario)];
  expect(other.transcript).toBe(one.transcript);
});

test('there are scenarios', () => {
  expect(folders.length).toBeGreaterThan(20);
});
