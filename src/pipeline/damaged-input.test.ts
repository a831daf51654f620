// However a pipeline's text is damaged, reading it ends with a project and diagnostics.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readProject } from './read-project.ts';

const folder = join(import.meta.dirname, 'fixtures');
const lines = ['pipeline.yaml', 'service.yaml', 'places.yaml'].flatMap((name) => [
  ...readFileSync(join(folder, name), 'utf8').trimEnd().split('\n'),
  '---',
]);

const damage = fc.record({
  line: fc.nat(lines.length - 1),
  replacement: fc.constantFrom(
    (_: string) => '',
    (text: string) => text.replace(/:.*/, ':'),
    (text: string) => text.replace(/:.*/, ': 7'),
    (text: string) => text.replace(/:.*/, ': [x]'),
    (text: string) => text.replace(/:.*/, ': {x: <+input>}'),
    (text: string) => text.replace(/\w+:/, '__proto__:'),
    (text: string) => `  ${text}`,
    (text: string) => text.replace(/^ {2}/, ''),
    (text: string) => `${text}\n${text}`,
    (text: string) => text.replace('- ', ''),
  ),
});

test('damaged text is never thrown at, and every complaint has a message and a place', () => {
  fc.assert(
    fc.property(fc.array(damage, { minLength: 1, maxLength: 4 }), (damages) => {
      const damaged = [...lines];
      for (const { line, replacement } of damages) damaged[line] = replacement(damaged[line] ?? '');
      const { diagnostics } = readProject([{ path: 'a.yaml', text: damaged.join('\n') }], []);
      for (const { message, position } of diagnostics) {
        expect(message).not.toContain('undefined');
        expect(position?.line).toBeGreaterThan(0);
      }
    }),
    { numRuns: 300, seed: 7 },
  );
});
