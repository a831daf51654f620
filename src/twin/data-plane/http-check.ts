// One health check as a load balancer makes it: a GET on a new connection, with a time-out.
import { get } from 'node:http';
import type { CheckResult } from '../instance-host.ts';
import type { TargetAddress } from './target-pools.ts';

/** Resolves when the whole answer is there, or with why it is not; never rejects. */
export function checkOverHttp(
  address: TargetAddress | undefined,
  path: string,
  timeoutMs: number,
): Promise<CheckResult> {
  if (address === undefined) return Promise.resolve({ kind: 'refused' });
  const signal = AbortSignal.timeout(timeoutMs);
  return new Promise((resolve) => {
    const fail = (): void => resolve({ kind: signal.aborted ? 'timeout' : 'refused' });
    const headers = { 'user-agent': 'ELB-HealthChecker/2.0' };
    const request = get({ ...address, path, headers, agent: false, signal }, (response) => {
      response.once('error', fail);
      response.once('end', () => resolve({ kind: 'answered', status: response.statusCode ?? 0 }));
      response.resume();
    });
    request.once('error', fail);
  });
}
