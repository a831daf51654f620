// Things of a world by number, so that a random script finds what is really there.
import type { JsonObject } from '../../src/lib/json.ts';

export interface World {
  loadBalancer(number: number): string;
  listener(number: number): string;
  rule(number: number): string;
  targetGroup(number: number): string;
  group(number: number): string;
  instance(number: number): string;
}

interface Inspected {
  readonly loadBalancers: readonly {
    readonly arn: string;
    readonly listeners: readonly { readonly arn: string }[];
  }[];
  readonly rules: readonly { readonly arn: string }[];
  readonly targetGroups: readonly { readonly arn: string }[];
  readonly groups: readonly {
    readonly id: string;
    readonly instances: readonly { id: string }[];
  }[];
}

export function pickFrom(inspected: JsonObject): World {
  const world = inspected as unknown as Inspected;
  const pick = (from: readonly string[], number: number): string =>
    from[number % Math.max(1, from.length)] ?? 'none';
  const arns = (from: readonly { readonly arn: string }[]): string[] => from.map(({ arn }) => arn);
  return {
    loadBalancer: (number) => pick(arns(world.loadBalancers), number),
    listener: (number) =>
      pick(
        world.loadBalancers.flatMap(({ listeners }) => arns(listeners)),
        number,
      ),
    rule: (number) => pick(arns(world.rules), number),
    targetGroup: (number) => pick(arns(world.targetGroups), number),
    group: (number) =>
      pick(
        world.groups.map(({ id }) => id),
        number,
      ),
    instance: (number) =>
      pick(
        world.groups.flatMap(({ instances }) => instances.map(({ id }) => id)),
        number,
      ),
  };
}
