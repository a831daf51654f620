// The suite of the load balancer port: every adapter must pass it, word for word.
import { describe } from 'vitest';
import type { CloudSetup } from './clouds/cloud-bench.ts';
import { loadBalancerFailureTests } from './clouds/load-balancer-failures.ts';
import { loadBalancerReadTests } from './clouds/load-balancer-reads.ts';
import { loadBalancerWriteTests } from './clouds/load-balancer-writes.ts';

export function loadBalancersSuite(name: string, setup: CloudSetup): void {
  describe(`the load balancer port over ${name}`, () => {
    loadBalancerReadTests(setup);
    loadBalancerWriteTests(setup);
    loadBalancerFailureTests(setup);
  });
}
