// The suite of the Elastigroup port: every adapter must pass it, word for word.
import { describe } from 'vitest';
import type { CloudSetup } from './clouds/cloud-bench.ts';
import { elastigroupFailureTests } from './clouds/elastigroup-failures.ts';
import { elastigroupLifeTests } from './clouds/elastigroup-life.ts';
import { suspensionTests } from './clouds/suspensions.ts';

export function elastigroupsSuite(name: string, setup: CloudSetup): void {
  describe(`the Elastigroup port over ${name}`, () => {
    elastigroupLifeTests(setup);
    suspensionTests(setup);
    elastigroupFailureTests(setup);
  });
}
