// The instances that exist, between the model that wants them and the host where they run.
import type { Clock } from '../lib/clock.ts';
import type { CheckResult, HealthCheck, InstanceHost } from './instance-host.ts';
import type { SavedPart } from './saved-parts.ts';

interface Ec2Instance {
  readonly instanceId: string;
  readonly groupId: string;
  readonly amiId: string;
  readonly userData: string;
}

interface RunningInstance extends Ec2Instance {
  readonly startedAt: number;
}

export interface Ec2 extends SavedPart<readonly RunningInstance[]> {
  /** `ranMs` for one that is to have run so long already. */
  run(instance: Ec2Instance, ranMs?: number): void;
  terminate(instanceId: string): void;
  /** Undefined when no such instance runs. */
  running(instanceId: string): Ec2Instance | undefined;
  check(instanceId: string, check: HealthCheck, done: (result: CheckResult) => void): void;
  close(): void;
}

export function createEc2(clock: Clock, host: InstanceHost): Ec2 {
  const running = new Map<string, RunningInstance>();
  const terminate = (instanceId: string): void => {
    if (running.delete(instanceId)) host.terminate(instanceId);
  };
  const run = (instance: Ec2Instance, ranMs = 0): void => {
    const { instanceId, amiId, userData } = instance;
    running.set(instanceId, { ...instance, startedAt: clock.now() - ranMs });
    host.launch({ instanceId, amiId, userData, ...(ranMs === 0 ? {} : { ranMs }) });
  };
  return {
    run,
    terminate,
    running: (instanceId) => running.get(instanceId),
    check: (instanceId, check, done) => host.check(instanceId, check, done),
    close() {
      for (const instanceId of [...running.keys()]) terminate(instanceId);
    },
    save: () => [...running.values()],
    /** What runs already as it should goes on; the rest is ended and launched anew. */
    load(saved, shift) {
      const wanted = new Map(saved.map((each) => [each.instanceId, each]));
      for (const each of [...running.values()]) {
        if (!isSame(each, wanted.get(each.instanceId))) terminate(each.instanceId);
      }
      for (const each of saved) {
        const startedAt = shift(each.startedAt);
        const { instanceId, groupId, amiId, userData } = each;
        running.delete(instanceId);
        run({ instanceId, groupId, amiId, userData }, clock.now() - startedAt);
      }
    },
  };
}

function isSame(one: Ec2Instance, other: Ec2Instance | undefined): boolean {
  return other !== undefined && one.amiId === other.amiId && one.userData === other.userData;
}
