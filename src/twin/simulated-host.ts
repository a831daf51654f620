// An instance host without processes: instances behave as their AMI says, on the world's clock.
import type { Clock } from '../lib/clock.ts';
import type { InstanceHost } from './instance-host.ts';
import { createRandom } from './random.ts';
import type { SimulatedAmi, WorldSpec } from './world-spec.ts';

export interface SimulatedHost extends InstanceHost {
  /** How an instance answers one request now; undefined when nothing listens. */
  respond(instanceId: string): SimulatedResponse | undefined;
}

interface SimulatedResponse {
  readonly status: number;
  readonly durationMs: number;
}

export function createSimulatedHost(clock: Clock, spec: WorldSpec): SimulatedHost {
  const amis = new Map(spec.amis.map((ami) => [ami.id, ami.simulated]));
  const random = createRandom(spec.seed, 'responses');
  const instances = new Map<string, { readonly ami: SimulatedAmi; readonly readyAt: number }>();

  const ready = (instanceId: string): SimulatedAmi | undefined => {
    const instance = instances.get(instanceId);
    return instance !== undefined && clock.now() >= instance.readyAt ? instance.ami : undefined;
  };
  return {
    launch({ instanceId, amiId, ranMs = 0 }) {
      const ami = amis.get(amiId);
      if (ami === undefined) return;
      const now = clock.now();
      instances.set(instanceId, { ami, readyAt: now + ami.bootMs - ranMs });
    },
    terminate: (instanceId) => void instances.delete(instanceId),
    check(instanceId, check, done) {
      const ami = ready(instanceId);
      if (ami === undefined) done({ kind: 'refused' });
      else if (ami.responseMs > check.timeoutMs) done({ kind: 'timeout' });
      else done({ kind: 'answered', status: ami.healthStatus });
    },
    respond(instanceId) {
      const ami = ready(instanceId);
      if (ami === undefined) return undefined;
      const status = random.next() < ami.share5xx ? 500 : 200;
      return { status, durationMs: ami.responseMs * (0.75 + random.next() / 2) };
    },
  };
}
