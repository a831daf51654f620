// The property of every reader of YAML: however some lines are damaged, what it says has words and a place.
import fc from 'fast-check';
import { expect } from 'vitest';
import { readProject } from '../src/pipeline/read-project.ts';

export type Damage = (line: string) => string;

const DAMAGES: readonly Damage[] = [
  () => '',
  (text) => text.replace(/:.*/, ':'),
  (text) => text.replace(/:.*/, ': 7'),
  (text) => text.replace(/:.*/, ': [x]'),
  (text) => text.replace(/:.*/, ': {x: <+input>}'),
  (text) => text.replace(/\w+:/, '__proto__:'),
  (text) => `  ${text}`,
  (text) => text.replace(/^ {2}/, ''),
  (text) => `${text}\n${text}`,
  (text) => text.replace('- ', ''),
];

/** `more` are damages that only these lines can have. */
export function expectWordsForDamage(
  lines: readonly string[],
  seed: number,
  more: readonly Damage[] = [],
): void {
  const damage = fc.record({
    line: fc.nat(lines.length - 1),
    harm: fc.constantFrom(...DAMAGES, ...more),
  });
  fc.assert(
    fc.property(fc.array(damage, { minLength: 1, maxLength: 4 }), (damages) => {
      const damaged = [...lines];
      for (const { line, harm } of damages) damaged[line] = harm(damaged[line] ?? '');
      const { diagnostics } = readProject([{ path: 'a.yaml', text: damaged.join('\n') }], []);
      for (const { message, position } of diagnostics) {
        expect(message).not.toContain('undefined');
        expect(position?.line).toBeGreaterThan(0);
      }
    }),
    { numRuns: 300, seed },
  );
}
