// Specifies scenario files: what they say, and every mistake at once with its place and what to do.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { formatDiagnostic } from '../../pipeline/format-diagnostic.ts';
import { Refusal } from '../refusal.ts';
import { readScenario } from './read-scenario.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'penstock-scenario-'));
  writeFileSync(join(folder, 'world.yaml'), '');
});

afterEach(() => rmSync(folder, { recursive: true }));

function read(text: string) {
  const file = join(folder, 'scenario.yaml');
  writeFileSync(file, text);
  return readScenario(file);
}

function told(text: string): readonly string[] {
  try {
    read(text);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.diagnostics.map((each) => formatDiagnostic(each).replace(`${folder}/`, ''));
  }
  throw new Error('the scenario was taken');
}

test('times, conditions, faults and their end', () => {
  const { worldFile, happenings } = read(`
world: world.yaml
happenings:
  - { at: 1m 30s, fault: { kind: shortage, group: shop }, say: Nothing left. }
  - { when: { rule: 80/10, targetGroup: green, weight: 50 }, after: 10s, clear: true }
`);
  expect(worldFile).toBe(join(folder, 'world.yaml'));
  expect(happenings).toEqual([
    {
      moment: { kind: 'at', atMs: 90_000 },
      say: 'Nothing left.',
      what: { kind: 'fault', fault: { kind: 'shortage', group: 'shop' } },
    },
    {
      moment: { kind: 'when', rule: '80/10', targetGroup: 'green', weight: 50, afterMs: 10_000 },
      say: '',
      what: { kind: 'clear' },
    },
  ]);
});

test('the example is one', () => {
  const example = join(import.meta.dirname, '../../../examples/twin-scenarios/bad-day.yaml');
  const { happenings } = readScenario(example);
  expect(happenings.length).toBeGreaterThan(5);
  expect(happenings.filter(({ say }) => say === '')).toEqual([]);
});

test('every mistake is told at once with its place', () => {
  const problems = told(`world: nowhere.yaml
happenings:
  - at: soon
    fault: { kind: shortage, group: shop }
  - at: 1m
    fault:
      kind: shortge
  - at: 1m
    when: { rule: 80/10, targetGroup: green, weight: fifty }
    faults: {}
  - fault: { kind: slow-boot, group: shop, extraMs: -1 }
    at: 2m
`);
  expect(problems).toEqual([
    expect.stringMatching(/^scenario\.yaml:3:5: error \[bad-timeout\] at: "soon" is no duration\./),
    expect.stringMatching(
      /^scenario\.yaml:7:7: error \[wrong-value\] kind: "shortge" is no kind of fault\.\n {2}Did you mean shortage\? Such as \{/,
    ),
    expect.stringMatching(/^scenario\.yaml:9:46: error \[wrong-type\] weight: .+number/),
    expect.stringMatching(/^scenario\.yaml:10:5: error \[unknown-field\] faults is not known here/),
    expect.stringMatching(/^scenario\.yaml:11:44: error \[wrong-value\] extraMs: /),
  ]);
});

test.each([
  ['world: world.yaml', /^scenario\.yaml:1:1: error \[missing-field\] happenings is missing\./],
  [
    'world: no.yaml\nhappenings: [{ at: 1s, clear: true }]',
    /:1:1: error \[missing-file\] .*no\.yaml/,
  ],
  ['happenings: [', /error \[yaml-syntax\]/],
  ['world: world.yaml\nhappenings: [{ at: 1s }]', /:2:14: .* needs either fault or clear: true/],
  ['world: world.yaml\nhappenings: [{ clear: true }]', /:2:14: .* needs either at or when/],
  ['', /error \[(missing-field|wrong-type)\]/],
])('%j is refused', (text, problem) => {
  expect(told(text)[0]).toMatch(problem);
});
