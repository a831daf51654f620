// Opens the same clouds as another setup, with every read of rules and metrics shared.
import type { Clouds } from '../../../src/cloud/clouds.ts';
import { createSharedReads } from '../../../src/cloud/shared-reads/shared-reads.ts';
import type { Clock } from '../../../src/lib/clock.ts';
import type { CloudSetup } from './cloud-bench.ts';

export function withSharedReads(setup: CloudSetup): CloudSetup {
  return async (twin, clock) => {
    const { clouds, close } = await setup(twin, clock);
    const shared = createSharedReads().over(clouds, (connector) => connector, atOnce(clock));
    return { clouds: polling(shared), close };
  };
}

/** The suites move time themselves, so nothing may wait for it. */
function atOnce({ now }: Clock): Clock {
  return {
    now,
    after(_delayMs, wake) {
      const immediate = setImmediate(wake);
      return () => clearImmediate(immediate);
    },
  };
}

function polling(clouds: Clouds): Clouds {
  return {
    ...clouds,
    loadBalancers(connectorRef, region) {
      const own = clouds.loadBalancers(connectorRef, region);
      return { ...own, rulesByArn: (ruleArns) => own.rulesByArn(ruleArns, { isPoll: true }) };
    },
  };
}
