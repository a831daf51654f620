// Things of which the same is said, together, in the order in which it was first said.

export function grouped<Thing>(
  things: readonly Thing[],
  saidOf: (thing: Thing) => string,
): ReadonlyMap<string, readonly Thing[]> {
  const groups = new Map<string, readonly Thing[]>();
  for (const thing of things) {
    const said = saidOf(thing);
    groups.set(said, [...(groups.get(said) ?? []), thing]);
  }
  return groups;
}
