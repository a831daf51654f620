// Amazon's Python client against the twin: pages, waiters, writes, metrics and errors.
import { execFile, execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { BENCH_START } from '../twin-bench.ts';
import { BLUE, GREEN, LISTENER, LOAD_BALANCER, PROD_RULE } from '../twin-world.ts';
import { serveApis } from './served-apis.ts';

const SCRIPT = join(import.meta.dirname, 'boto3-calls.py');

const hasBoto3 = ((): boolean => {
  try {
    execFileSync('python3', ['-c', 'import boto3'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

test.skipIf(!hasBoto3)(
  'boto3 reads, writes, waits and is refused (needs python3 with boto3)',
  async () => {
    const apis = await serveApis();
    const request = { loadBalancerArn: LOAD_BALANCER, targetGroupArn: BLUE, targetStatus: 200 };
    apis.twin.recordRequest({ ...request, status: 200, durationMs: 5 });
    await apis.clock.advance(300_000);
    const throttle = { kind: 'throttle', service: 'elbv2', times: 2 } as const;
    apis.twin.inject({ ...throttle, operation: 'ModifyRule' });
    const start = BENCH_START / 1_000;
    const words = [apis.url, LOAD_BALANCER, LISTENER, PROD_RULE, BLUE, GREEN, String(start)];
    const env = {
      PATH: process.env['PATH'],
      HOME: tmpdir(),
      AWS_EC2_METADATA_DISABLED: 'true',
    };
    const { stdout } = await promisify(execFile)('python3', [SCRIPT, ...words], { env });
    expect(JSON.parse(stdout)).toEqual({
      loadBalancers: [LOAD_BALANCER],
      targetGroups: ['blue', 'green', 'spare'],
      first: [100, 0],
      written: [60, 40],
      inUse: ['ResourceInUse', 400],
      gone: ['RuleNotFound', 400],
      refused: ['ValidationError', 400],
      images: ['version-1', 'version-2'],
      instances: ['running', 'running'],
      noImage: ['InvalidAMIID.NotFound', 400],
      identity: '123456789012',
      metrics: [[[1], [start]]],
      backwards: ['InvalidParameterValue', 400],
    });
    expect(apis.calls('elbv2.ModifyRule')).toBe(4);
    await apis.close();
  },
  60_000,
);
