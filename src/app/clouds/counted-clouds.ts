// The same clouds, but that whoever counts hears of every call: what it was and what came of it.
import { CloudError } from '../../cloud/cloud-error.ts';
import type { Clouds } from '../../cloud/clouds.ts';

/** `outcome` is `ok` or the kind of the cloud's error; `operation` the port's method. */
export interface CloudCall {
  readonly cloud: 'load-balancers' | 'metrics' | 'elastigroups';
  readonly operation: string;
  readonly outcome: string;
  readonly durationMs: number;
}

export function countedClouds(
  clouds: Clouds,
  now: () => number,
  onCall: (call: CloudCall) => void,
): Clouds {
  const counted = <Port extends object>(cloud: CloudCall['cloud'], port: Port): Port => {
    const over: Record<string, unknown> = {};
    for (const [operation, method] of Object.entries(port)) {
      over[operation] =
        typeof method !== 'function'
          ? method
          : (...given: readonly unknown[]) => {
              const startedAt = now();
              const ended = (outcome: string): void =>
                onCall({ cloud, operation, outcome, durationMs: now() - startedAt });
              return heard(method.apply(port, given), ended);
            };
    }
    return over as Port;
  };
  return {
    loadBalancers: (...of) => counted('load-balancers', clouds.loadBalancers(...of)),
    metrics: (...of) => counted('metrics', clouds.metrics(...of)),
    elastigroups: (...of) => counted('elastigroups', clouds.elastigroups(...of)),
  };
}

function heard(answer: unknown, ended: (outcome: string) => void): unknown {
  if (!(answer instanceof Promise)) return answer;
  answer.then(
    () => ended('ok'),
    (error: unknown) => ended(error instanceof CloudError ? error.kind : 'defect'),
  );
  return answer;
}
