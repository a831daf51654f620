// Maps that remember so much and no more: what came first is forgotten first.

export function keepNewest<Key, Value>(map: Map<Key, Value>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return;
    map.delete(key);
  }
}
