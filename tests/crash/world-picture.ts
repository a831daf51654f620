// What a world looks like after a run, without names that differ from run to run.
import type { ShopWorld } from './shop-world.ts';

export interface WorldPicture {
  /** Weights by `live` and `idle`, as the prod rule has them. */
  readonly rules: readonly Readonly<Record<string, number>>[];
  readonly groups: readonly {
    readonly name: string;
    readonly capacity: unknown;
    readonly suspensions: unknown;
    readonly instances: readonly string[];
  }[];
  readonly targets: Readonly<Record<string, readonly string[]>>;
}

interface Inspected {
  readonly rules: readonly { readonly weights: Readonly<Record<string, number>> }[];
  readonly targetGroups: readonly {
    readonly arn: string;
    readonly targets: readonly { readonly state: string }[];
  }[];
  readonly groups: readonly {
    readonly name: string;
    readonly capacity: unknown;
    readonly suspensions: unknown;
    readonly instances: readonly { readonly phase: string; readonly health: string }[];
  }[];
}

export async function worldPicture(world: ShopWorld): Promise<WorldPicture> {
  const answer = await fetch(`${world.rehearsal.twin.url}/_twin/world`);
  const { rules, targetGroups, groups } = (await answer.json()) as Inspected;
  const roles = rolesIn(rules);
  const roleOf = (arn: string): string => roles.get(arn) ?? arn;
  return {
    rules: rules.map(({ weights }) =>
      Object.fromEntries(
        Object.entries(weights)
          .map(([arn, weight]) => [roleOf(arn), weight] as const)
          .sort(),
      ),
    ),
    groups: groups
      .map(({ name, capacity, suspensions, instances }) => ({
        name,
        capacity,
        suspensions,
        instances: instances.map(({ phase, health }) => `${phase} ${health}`).sort(),
      }))
      .sort((one, other) => (one.name < other.name ? -1 : 1)),
    targets: Object.fromEntries(
      targetGroups
        .map(({ arn, targets }) => [roleOf(arn), targets.map(({ state }) => state).sort()] as const)
        .sort(),
    ),
  };
}

function rolesIn(rules: Inspected['rules']): ReadonlyMap<string, string> {
  const prod = rules.find(({ weights }) => Object.keys(weights).length === 2);
  return new Map(
    Object.entries(prod?.weights ?? {}).map(([arn, weight]) => [arn, weight > 0 ? 'live' : 'idle']),
  );
}
