// `npm start` as a visitor runs it, with real-looking cloud keys around: what it shows, and that nothing leaves the machine.
import { tmpdir } from 'node:os';
import { beforeAll, describe, expect, test } from 'vitest';
import { type LoopbackWatch, watchLoopback } from './loopback-watch.ts';
import { type Finished, jsonOf, root, startCommand } from './penstock.ts';

interface Ending {
  readonly status: string;
  readonly cause: string | null;
  readonly requests: {
    readonly sent: number;
    readonly failed: number;
    readonly byVersion: Readonly<Record<string, number>>;
  };
  readonly rungs: readonly {
    readonly rung: string;
    readonly rule: string;
    readonly weight: number;
    readonly set: number;
    readonly reported: number;
    readonly observed: number | null;
    readonly proof: string;
    readonly provedAfterMs: number;
  }[];
  readonly restored: readonly {
    readonly ruleArn: string;
    readonly beforeHash: string;
    readonly afterHash: string;
  }[];
  readonly leftovers: readonly unknown[];
  readonly rules: readonly { readonly arn: string; readonly weights: Record<string, number> }[];
  readonly groups: readonly {
    readonly id: string;
    readonly name: string;
    readonly capacity: Readonly<Record<string, unknown>>;
    readonly instances: readonly unknown[];
  }[];
}

const DEMO_WITHIN_MS = 240_000;
const BLUE_GROUP = 'sig-5b0e0001';
const targetGroup = (name: string): string =>
  `arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/${name}`;
const SHOP_A = targetGroup('shop-a/73e2d6bc24d8a067');
const SHOP_B = targetGroup('shop-b/2453ed029918f21c');
/** An address of the range for documentation: it belongs to nobody. */
const ELSEWHERE = 'http://192.0.2.1';
const CLOUD_VARIABLES = {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  AWS_SESSION_TOKEN: 'FwoGZXIvYXdzEXAMPLE',
  AWS_PROFILE: 'production',
  AWS_REGION: 'eu-west-1',
  AWS_ENDPOINT_URL: ELSEWHERE,
  AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2: ELSEWHERE,
  SPOTINST_TOKEN: '0000000000000000000000000000000000000000000000000000000000000000',
  SPOTINST_ACCOUNT: 'act-00000000',
  HTTP_PROXY: `${ELSEWHERE}:3128`,
  HTTPS_PROXY: `${ELSEWHERE}:3128`,
  npm_config_update_notifier: 'false',
};

/** Of the rules that forward; the default rules answer by themselves. */
function forwardedWeights({ rules }: Ending): readonly Record<string, number>[] {
  return rules.map((rule) => rule.weights).filter((weights) => Object.keys(weights).length > 0);
}

async function demo(...args: string[]): Promise<{ finished: Finished; watch: LoopbackWatch }> {
  const watch = watchLoopback();
  const command = startCommand(
    ['npm', 'start', '--silent', '--', '--yes', '--json', '--speed', '120', ...args],
    {
      folder: root,
      environment: { HOME: tmpdir(), ...CLOUD_VARIABLES, ...watch.environment },
      withinMs: DEMO_WITHIN_MS,
    },
  );
  return { finished: await command.finished, watch };
}

describe('npm start', () => {
  let finished: Finished;
  let ending: Ending;
  let watch: LoopbackWatch;

  beforeAll(async () => {
    ({ finished, watch } = await demo());
    expect(finished.stderr).not.toContain('defect');
    ending = jsonOf<Ending>(finished);
  }, DEMO_WITHIN_MS);

  test('ends with exit code 0 and Success', () => {
    expect([finished.code, ending.status]).toEqual([0, 'Success']);
  });

  test('loses no request, and both versions have answered', () => {
    expect(ending.requests.failed).toBe(0);
    expect(ending.requests.byVersion).toEqual({ 1: expect.any(Number), 2: expect.any(Number) });
    const { byVersion, sent } = ending.requests;
    expect(Object.values(byVersion).every((count) => count > 100)).toBe(true);
    expect(Object.values(byVersion).reduce((sum, count) => sum + count)).toBe(sent);
  });

  test('proves each rung with what AWS says', () => {
    expect(ending.rungs.map(({ rung, set }) => `${rung}: ${set}`)).toEqual([
      'stage-50: 50',
      'stage-50: 50',
      'stage-100: 100',
      'stage-100: 100',
      'prod-25: 25',
      'prod-50: 50',
      'prod-100: 100',
    ]);
    for (const rung of ending.rungs) {
      expect(rung.rule).toMatch(/^arn:aws:elasticloadbalancing:.*:listener-rule\//);
      expect([rung.weight, rung.reported]).toEqual([rung.set, rung.set]);
      expect(['zero', 'share', 'probe', 'settled']).toContain(rung.proof);
      expect(rung.observed).toSatisfy((seen) => seen === null || (seen >= 0 && seen <= 100));
      expect(rung.provedAfterMs).toBeGreaterThan(0);
    }
  });

  test('leaves the new target group with all of the traffic in every rule', () => {
    expect(forwardedWeights(ending)).toEqual(Array(3).fill({ [SHOP_A]: 0, [SHOP_B]: 100 }));
  });

  test('leaves the groups with swapped names, and the old one warm', () => {
    const old = ending.groups.find((group) => group.id === BLUE_GROUP);
    const others = ending.groups.filter((group) => group.id !== BLUE_GROUP);
    expect(old).toMatchObject({ name: 'shop_production__STAGE__Harness' });
    expect(old?.instances).toHaveLength(2);
    expect(others.map((group) => group.name)).toEqual(['shop_production']);
  });

  test('leaves this machine with nothing, whatever cloud variables say', () => {
    expect(watch.refused()).toEqual([]);
    expect(watch.unguarded()).toEqual([]);
    expect(watch.started()).toEqual(
      expect.arrayContaining([
        'main.ts',
        'process-watchdog-main.ts',
        'server.mjs',
        'supervise.ts',
        'traffic-process.ts',
        'twin-process.ts',
        'with-packages.mjs',
      ]),
    );
  });
});

describe('npm start -- --fail-at prod-50', () => {
  let finished: Finished;
  let ending: Ending;
  let watch: LoopbackWatch;

  beforeAll(async () => {
    ({ finished, watch } = await demo('--fail-at', 'prod-50'));
    ending = jsonOf<Ending>(finished);
  }, DEMO_WITHIN_MS);

  test('ends with exit code 4 and RolledBack', () => {
    expect([finished.code, ending.status, ending.leftovers]).toEqual([4, 'RolledBack', []]);
  });

  test('loses no request that a healthy version could have answered', () => {
    expect(ending.requests.failed).toBe(0);
    expect(ending.requests.sent).toBeGreaterThan(100);
  });

  test('restores every rule to its image from before', () => {
    expect(new Set(ending.restored.map((rule) => rule.ruleArn)).size).toBe(3);
    for (const rule of ending.restored) expect(rule.afterHash).toBe(rule.beforeHash);
    expect(forwardedWeights(ending)).toEqual(Array(3).fill({ [SHOP_A]: 100, [SHOP_B]: 0 }));
  });

  test('takes green away and leaves blue as it was', () => {
    expect(ending.groups).toHaveLength(1);
    const [blue] = ending.groups;
    expect(blue).toMatchObject({ id: BLUE_GROUP, name: 'shop_production' });
    expect(blue?.capacity).toMatchObject({ minimum: 2, target: 2, maximum: 4 });
    expect(blue?.instances).toHaveLength(2);
  });

  test('leaves this machine with nothing', () => {
    expect(watch.refused()).toEqual([]);
    expect(watch.unguarded()).toEqual([]);
  });
});
