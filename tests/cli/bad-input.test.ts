// Bad input of every kind: its exit code, one clear message with its place and what to do, and nothing half done.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { closedAddress } from '../answering-server.ts';
import { type Finished, jsonOf, penstock } from './penstock.ts';
import { copyShop, type Shop, type ShopTwin, startShopTwin } from './shop.ts';

const RUN = ['run', 'pipeline.yaml', '--on', 'twin'];
const EXIT = { usage: 2, invalid: 3, unreachable: 9 } as const;

interface Refused {
  readonly status: string;
  readonly kind: string;
  readonly message: string;
  readonly diagnostics: readonly unknown[];
}

let shop: Shop;
let twin: ShopTwin;

beforeAll(async () => {
  shop = copyShop();
  twin = await startShopTwin(shop.folder, 120);
});

afterAll(async () => {
  await twin?.[Symbol.asyncDispose]();
  shop?.remove();
});

/** The command with and without `--json`; both must end alike and tell the same. */
async function refused(
  kind: keyof typeof EXIT,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const options = { folder: shop.folder, environment };
  const [plain, json] = await Promise.all([
    penstock(args, options),
    penstock([...args, '--json'], options),
  ]);
  expect([plain.code, plain.stdout]).toEqual([EXIT[kind], '']);
  expect([json.code, json.stderr]).toEqual([EXIT[kind], plain.stderr]);
  const said = jsonOf<Refused>(json);
  expect(said).toMatchObject({ status: 'Refused', kind });
  expect(plain.stderr).toContain(said.message);
  expect(plain.stderr).not.toMatch(/\bat .*\.ts:\d+|defect|undefined|\[object/);
  return plain.stderr.trimEnd();
}

async function nothingWasDone(): Promise<void> {
  const calls = Object.keys(await twin.calls());
  expect(calls.filter((call) => !/\.(Describe\w+|GetMetricData|list|get\w*)$/.test(call))).toEqual(
    [],
  );
  const list: Finished = await penstock(['list', '--json'], { folder: shop.folder });
  expect(jsonOf(list)).toEqual([]);
  expect(existsSync(join(shop.folder, '.penstock', 'journal.sqlite'))).toBe(false);
}

describe('A pipeline that cannot run is refused with its place:', () => {
  const changed = ['pipeline.yaml', 'connectors/spot.yaml'];

  afterEach(() => {
    for (const file of changed) shop.restore(file);
  });

  afterAll(nothingWasDone);

  test('broken YAML', async () => {
    shop.change('pipeline.yaml', '  name: Deploy the shop', '  name: "Deploy the shop');
    expect(await refused('invalid', RUN)).toMatch(
      /^pipeline\.yaml:\d+:\d+: error \[yaml-syntax\] .+\n {2}\S.+\nThe pipeline cannot run: \d+ problems?\. Nothing was started\.$/s,
    );
  });

  test('a missing field', async () => {
    shop.change('pipeline.yaml', '                  identifier: Set_Up_Green\n', '');
    expect(await refused('invalid', RUN)).toBe(
      'pipeline.yaml:26:17: error [missing-field] The field "identifier" of pipeline.stages.shop.spec.execution.steps.Set up green is missing.\n' +
        '  26 |               - step:\n     |                 ^^^^\n' +
        '  Add "identifier".\n' +
        'The pipeline cannot run: 1 problem. Nothing was started.',
    );
  });

  test('a step of an unknown type, with the one that was meant', async () => {
    shop.change('pipeline.yaml', 'type: ElastigroupRollback', 'type: ElastigroupRollBack');
    expect(await refused('invalid', RUN)).toMatch(
      /^pipeline\.yaml:202:25: error \[unsupported-step\] .*"ElastigroupRollBack".*\n.*\n {6}\| +\^{19}\n {2}Did you mean "ElastigroupRollback"\?\n/,
    );
  });

  test('an open input, with the option that fills it in', async () => {
    shop.change('pipeline.yaml', 'value: "80"', 'value: <+input>');
    expect(await refused('invalid', RUN)).toMatch(
      /^pipeline\.yaml:\d+:\d+: error \[unbound-input\] .*\n(?:.*\n){2}.*--input pipeline\.stages\.shop\.variables\.prodPort=/,
    );
  });

  test('a path that --set cannot bind', async () => {
    expect(await refused('invalid', [...RUN, '--set', 'stages.shop.x=1'])).toMatch(
      /--set stages\.shop\.x .*\n {2}(Paths start with pipeline|Did you mean)/,
    );
  });

  test('a rule that does not exist, in the file', async () => {
    shop.change('pipeline.yaml', '1291d13826f405c3', '0000000000000000');
    expect(await refused('invalid', RUN)).toMatch(
      /^pipeline\.yaml:\d+:20: rule arn:\S+0000000000000000: .*RuleNotFound.* Correct the ARN.* Nothing was started\.$/,
    );
  });

  test('a rule that does not exist, in an option', async () => {
    const path = 'pipeline.stages.shop.variables.stageRule';
    const arn =
      'arn:aws:elasticloadbalancing:us-east-1:123456789012:listener-rule/app/shop/50dc6c495c0c9188/a6d2cf0e7c5b9134/1';
    expect(await refused('invalid', [...RUN, '--set', `${path}=${arn}`])).toMatch(
      new RegExp(`^--set ${path}: rule ${arn}: .*RuleNotFound`),
    );
  });

  test('a token that Spot does not take', async () => {
    expect(await refused('invalid', RUN, { SHOP_SPOT_TOKEN: 'wrong' })).toMatch(
      /^connectors\/spot\.yaml:1:1: Spot, connector spot: .*token.*UNAUTHORIZED.* Correct the token/,
    );
  });

  test('an account that the token may not use', async () => {
    shop.change('connectors/spot.yaml', 'act-5h0p0001', 'act-other');
    expect(await refused('invalid', RUN)).toMatch(
      /^connectors\/spot\.yaml:1:1: Spot, connector spot: .*act-other.* Correct the token or the account/,
    );
  });

  test('a Spot connector without an account', async () => {
    shop.change('connectors/spot.yaml', '        spotAccountId: act-5h0p0001\n', '');
    expect(await refused('invalid', RUN)).toMatch(
      /^connectors\/spot\.yaml:1:1: Connector spot names no Spot account.* Give spec\.credential\.spec\.spotAccountId/,
    );
  });

  test('a connector that is not there', async () => {
    rmSync(join(shop.folder, 'connectors/spot.yaml'));
    expect(await refused('invalid', RUN)).toMatch(
      /^infrastructure\.yaml:8:19: error \[unknown-entity\] There is no connector "spot"\.\n(?:.*\n){2} {2}Add a file/,
    );
  });
});

describe('A world that does not answer is refused:', () => {
  afterAll(nothingWasDone);

  test('an address where nothing listens', async () => {
    const url = await closedAddress();
    expect(await refused('unreachable', [...RUN, '--twin', url])).toBe(
      `The twin at ${url} does not answer. Start one with "penstock twin up" in another terminal, or give --twin the address it printed; a rehearsal whose twin is gone cannot go on. Nothing was done.`,
    );
  });

  test('no twin in this project', async () => {
    const state = join(shop.folder, 'elsewhere');
    expect(await refused('unreachable', [...RUN, '--state', state])).toMatch(
      /^No twin is running.*"penstock twin up".*--twin URL\.$/,
    );
    expect(existsSync(state)).toBe(false);
  });

  test.each(['http://192.0.2.1:80', 'https://example.com', 'nonsense'])(
    'a twin that is not on this machine: %s',
    async (url) => {
      expect(await refused('usage', [...RUN, '--twin', url])).toMatch(
        /is not an address on this machine.*Give --twin the address/,
      );
    },
  );
});

describe('A command line that cannot be understood is refused:', () => {
  afterAll(nothingWasDone);

  test.each<[string, string[], RegExp]>([
    ['no world', ['run', 'pipeline.yaml'], /"--on twin" rehearses, "--on aws" deploys/],
    ['another world', ['run', 'pipeline.yaml', '--on', 'mars'], /'mars' is invalid.*twin, aws/],
    ['no such file', ['run', 'nothere.yaml', '--on', 'twin'], /no file nothere\.yaml/],
    ['no such project', [...RUN, '--project', 'nowhere'], /no folder .*nowhere/],
    ['an unknown command', ['deploy'], /^Unknown command 'deploy'.*"penstock help"/],
    ['an unknown option', [...RUN, '--force'], /^Unknown option '--force'.*"penstock help"/],
    ['a --set without a value', [...RUN, '--set', 'x'], /'x' is invalid.*PATH=VALUE/],
    ['a missing argument', ['approve'], /^Missing required argument 'execution'/],
    ['a rung that is none', ['demo', '--fail-at', 'nonsense'], /'nonsense' is invalid.*prod-50/],
    ['a speed that is none', ['demo', '--speed', 'fast'], /'fast' is invalid.*above 0/],
    [
      'a world file that is not there',
      ['twin', 'up', '--state', 's', '--world', 'no.yaml'],
      /no world file .*no\.yaml.*--world/,
    ],
    ['a second twin', ['twin', 'up'], /up already, at http:\/\/127\.0\.0\.1:\d+/],
  ])('%s', async (_, args, message) => {
    const said = await refused('usage', args);
    expect(said).toMatch(message);
    expect(said.split('\n')).toHaveLength(1);
  });

  test.each(['status', 'logs', 'approve', 'reject', 'resume'])(
    '%s where nothing has run makes no state folder',
    async (command) => {
      const state = join(shop.folder, 'empty');
      expect(await refused('usage', [command, '1', '--state', state])).toMatch(
        /^Nothing has run here: .*empty.*--project or --state\.$/,
      );
      expect(existsSync(state)).toBe(false);
    },
  );
});

test('a group of commands that is named alone tells which commands it has', async () => {
  const { stderr } = await penstock(['twin'], { folder: shop.folder });
  expect(stderr).toContain('Usage: penstock twin');
  expect(stderr).toContain('advance [options] <duration>');
});
