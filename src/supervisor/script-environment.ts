// The environment of a script: little of ours, and nothing of the clouds that the author did not write down.

const INHERITED = ['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR'] as const;

export type Environment = Readonly<Record<string, string | undefined>>;

/** `given` is what the step's author wrote; of the engine's own environment only five names pass. */
export function scriptEnvironment(
  own: Environment,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const kept: Record<string, string> = {};
  for (const name of INHERITED) {
    const value = own[name];
    if (value !== undefined) kept[name] = value;
  }
  return { ...kept, ...given };
}
