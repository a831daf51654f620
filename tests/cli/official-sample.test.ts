// The official sample, unmodified, twice in a row at the command line on one twin: there and back with the same words.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { thirdPartyFile } from '../third-party.ts';
import { approveAll } from './approver.ts';
import { jsonOf, root, startPenstock } from './penstock.ts';
import { type ShopTwin, startShopTwin } from './shop.ts';

interface Scenario {
  readonly input: Readonly<Record<string, string>>;
  readonly set: Readonly<Record<string, string>>;
}

interface Ending {
  readonly status: string;
  readonly rungs: readonly { readonly rule: string; readonly set: number; reported: number }[];
}

interface World {
  readonly rules: readonly { readonly weights: Readonly<Record<string, number>> }[];
  readonly groups: readonly { readonly name: string }[];
}

const WITHIN_MS = 240_000;
const NAME = 'project_id_spotService_spot_DS_Inherit_Only_New';
const sample = thirdPartyFile('harness-samples/elastigroup/blue-green-traffic-shifting.yaml');
const scenarios = join(root, 'tests/scenarios');

let folder: string;
let twin: ShopTwin | undefined;

beforeAll(async () => {
  if (sample === undefined) return;
  folder = mkdtempSync(join(tmpdir(), 'penstock-sample-'));
  cpSync(join(scenarios, 'projects/official-sample'), folder, { recursive: true });
  cpSync(join(root, 'examples/shop/app'), join(folder, 'app'), { recursive: true });
  const file = join(folder, 'world.yaml');
  const world = parse(readFileSync(file, 'utf8')) as { readonly amis: readonly object[] };
  const host = { command: ['node', 'app/server.mjs'] };
  const amis = world.amis.map((ami) => ({ ...ami, host }));
  writeFileSync(file, stringify({ ...world, amis }));
  twin = await startShopTwin(folder, 120);
});

afterAll(async () => {
  await twin?.[Symbol.asyncDispose]();
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

function bindings(): readonly string[] {
  const file = join(scenarios, '08-official-sample-twice/scenario.yaml');
  const { input, set } = parse(readFileSync(file, 'utf8')) as Scenario;
  return Object.entries({ input, set }).flatMap(([by, values]) =>
    Object.entries(values).flatMap(([path, value]) => [`--${by}`, `${path}=${value}`]),
  );
}

async function deploy(execution: string): Promise<{ code: number | null; ending: Ending }> {
  await using run = startPenstock(
    [
      'run',
      sample ?? '',
      '--project',
      folder,
      '--state',
      '.penstock',
      '--on',
      'twin',
      '--json',
      ...bindings(),
    ],
    { folder, withinMs: WITHIN_MS },
  );
  const finished = await approveAll(run, execution, folder);
  return { code: finished.code, ending: jsonOf<Ending>(finished) };
}

async function worldNow(): Promise<{ weights: readonly number[]; names: readonly string[] }> {
  const { rules, groups } = (await (await fetch(`${twin?.url}/_twin/world`)).json()) as World;
  const forwarding = rules.map((rule) => Object.entries(rule.weights)).filter((all) => all.length);
  return {
    weights: forwarding.map(
      (all) => all.find(([arn]) => arn.includes('/group-b/'))?.[1] ?? Number.NaN,
    ),
    names: groups.map((group) => group.name).sort(),
  };
}

test.skipIf(sample === undefined)(
  'the official sample deploys there and back with the same words (needs third-party data)',
  { timeout: 2 * WITHIN_MS },
  async () => {
    for (const [execution, share] of [
      ['1', 100],
      ['2', 0],
    ] as const) {
      const { code, ending } = await deploy(execution);
      expect([code, ending.status]).toEqual([0, 'Success']);
      expect(ending.rungs).toHaveLength(6);
      for (const rung of ending.rungs) expect(rung.reported).toBe(rung.set);
      const now = await worldNow();
      expect(now.weights).toEqual([share, share, share]);
      expect(now.names).toEqual([NAME, `${NAME}__STAGE__Harness`]);
    }
  },
);
