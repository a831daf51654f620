// What a world is saved by: each of its parts gives its state as plain JSON and takes one back.

/** Carries a time of the saved world over to now. */
export type Shift = (at: number) => number;

export interface SavedPart<State> {
  /** As JSON can say it: undefined members are lost, infinite numbers become null. Not copied: the caller does. */
  save(): State;
  /** `state` is what `save` once gave, through JSON; it takes the place of all there is. */
  load(state: State, shift: Shift): void;
}

export interface SavedParts {
  /** Loaded in the order in which they are added. */
  add<State>(name: string, part: SavedPart<State>): void;
  names(): readonly string[];
  save(): Readonly<Record<string, unknown>>;
  load(states: Readonly<Record<string, unknown>>, shift: Shift): void;
}

export function createSavedParts(): SavedParts {
  const parts = new Map<string, SavedPart<unknown>>();
  return {
    add: (name, part) => void parts.set(name, part as SavedPart<unknown>),
    names: () => [...parts.keys()],
    save: () => Object.fromEntries([...parts].map(([name, part]) => [name, part.save()])),
    load(states, shift) {
      for (const [name, part] of parts) part.load(states[name], shift);
    },
  };
}

/**
 * The same with its own times carried over: numbers under names that end in At, Since or Until, as
 * all times here do. 0 is no time.
 */
export function shiftTimes<Plain extends object>(plain: Plain, shift: Shift): Plain {
  const entries = Object.entries(plain).map(([name, value]) => {
    const isTime = typeof value === 'number' && value !== 0 && /(At|Since|Until)$/.test(name);
    return [name, isTime ? shift(value) : value];
  });
  return Object.fromEntries(entries) as Plain;
}

/** The same, also for what is inside of it. */
export function shiftTimesWithin<Value>(value: Value, shift: Shift): Value {
  if (Array.isArray(value)) return value.map((each) => shiftTimesWithin(each, shift)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  const inner = Object.entries(value).map(([name, each]) => [name, shiftTimesWithin(each, shift)]);
  return shiftTimes(Object.fromEntries(inner) as Value & object, shift);
}

/** The same map with other contents: who holds it sees them. */
export function refill<Key, Value>(
  map: Map<Key, Value>,
  entries: Iterable<readonly [Key, Value]>,
): void {
  map.clear();
  for (const [key, value] of entries) map.set(key, value);
}
