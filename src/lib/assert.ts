// Defects: what only a bug of ours can cause. They are thrown and never caught to go on.

class Defect extends Error {
  override readonly name = 'Defect';
}

export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Defect(message);
}

/** Ends a switch over a closed union: a new member does not compile until it is handled. */
export function unreachable(value: never): never {
  throw new Defect(`unreachable: ${JSON.stringify(value)}`);
}
