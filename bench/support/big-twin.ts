// A process with a twin of a thousand groups and ten thousand instances; says how much memory it holds.
import { createTwin } from '../../src/twin/create-twin.ts';
import { createSimulatedHost } from '../../src/twin/simulated-host.ts';
import type { WorldSpec } from '../../src/twin/world-spec.ts';
import { AMI_1, groupDocument, twinWorld } from '../../tests/twin-world.ts';
import { createVirtualClock } from '../../tests/virtual-clock.ts';

export interface BigTwin {
  readonly rssMb: number;
  readonly instances: number;
}

const LOAD_BALANCERS = 20;
const GROUPS_EACH = 50;
const INSTANCES_EACH = 10;
const LIVED_MS = 60_000;

if (import.meta.main) await main();

/** A minute passes before it counts: every instance has been checked, every group been looked at. */
async function main(): Promise<void> {
  const clock = createVirtualClock(Date.UTC(2026, 0, 5, 12), 1);
  const spec = bigWorld();
  const host = createSimulatedHost(clock, spec);
  const twin = createTwin({ clock, spec, host });
  await clock.advance(LIVED_MS);
  const rssMb = process.memoryUsage().rss / 2 ** 20;
  const groups = twin.inspect()['groups'] as { readonly instances: readonly unknown[] }[];
  const instances = groups.reduce((sum, group) => sum + group.instances.length, 0);
  const measured: BigTwin = { rssMb, instances };
  process.stdout.write(`${JSON.stringify(measured)}\n`);
}

function bigWorld(): WorldSpec {
  const all = upTo(LOAD_BALANCERS).flatMap((balancer) =>
    upTo(GROUPS_EACH).map((group) => ({ balancer, group, name: `g${balancer}-${group}` })),
  );
  return twinWorld({
    targetGroups: all.map(({ name }) => ({ arn: targetGroupArn(name), name })),
    groups: all.map(({ name }) => ({
      id: `sig-${name}`,
      name,
      document: {
        ...groupDocument(name, targetGroupArn(name), INSTANCES_EACH, AMI_1),
        capacity: { minimum: 0, maximum: 20, target: INSTANCES_EACH, unit: 'instance' },
      },
    })),
    loadBalancers: upTo(LOAD_BALANCERS).map((balancer) => ({
      arn: `arn:lb/${balancer}`,
      name: `lb${balancer}`,
      listeners: [
        {
          arn: `arn:listener/${balancer}`,
          port: 80,
          defaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
          rules: all
            .filter((each) => each.balancer === balancer)
            .map(({ group, name }) => ({
              arn: `arn:rule/${name}`,
              priority: group + 1,
              conditions: [{ Field: 'host-header', Values: [`${name}.example`] }],
              actions: [{ Type: 'forward', TargetGroupArn: targetGroupArn(name) }],
            })),
        },
      ],
    })),
  });
}

function targetGroupArn(name: string): string {
  return `arn:target-group/${name}`;
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
