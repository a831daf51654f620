// How long one call of a load balancer's API takes through a real socket, reads and writes in turn.
import { Pool } from 'undici';
import { createSystemClock } from '../../src/app/system-clock.ts';
import { startTwinServer } from '../../src/twin/http/start-twin-server.ts';
import type { ServedWorld } from '../../tests/twin/served-world.ts';
import { BLUE, GREEN, PROD_RULE } from '../../tests/twin-world.ts';
import { median } from './statistics.ts';

const CALLS = 2_000;

/** The median of a call's milliseconds; the world's limits must allow that many calls. */
export async function controlPlaneMs(world: ServedWorld): Promise<number> {
  const origin = Date.now();
  const server = await startTwinServer({
    twin: world.twin,
    clock: createSystemClock(),
    clockOrigin: { originAt: origin, realOriginAt: origin, speed: 1 },
    listeners: () => world.plane.addresses(),
  });
  const pool = new Pool(server.url, { connections: 1 });
  try {
    const samples: number[] = [];
    for (let call = 0; call < CALLS; call += 1) {
      const startedAt = performance.now();
      const { statusCode, body } = await pool.request({
        path: '/',
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
          authorization:
            'AWS4-HMAC-SHA256 Credential=twin/20260105/us-east-1/elasticloadbalancing/aws4_request, SignedHeaders=host, Signature=0',
        },
        body: call % 2 === 0 ? READ : write(call),
      });
      const text = await body.text();
      samples.push(performance.now() - startedAt);
      if (statusCode !== 200) throw new Error(`the twin answered ${statusCode}: ${text}`);
    }
    return median(samples);
  } finally {
    await pool.destroy();
    await server.close();
  }
}

const READ = `Action=DescribeRules&Version=2015-12-01&RuleArns.member.1=${encodeURIComponent(PROD_RULE)}`;

function write(call: number): string {
  const groups = 'Actions.member.1.ForwardConfig.TargetGroups.member';
  return new URLSearchParams({
    Action: 'ModifyRule',
    Version: '2015-12-01',
    RuleArn: PROD_RULE,
    'Actions.member.1.Type': 'forward',
    [`${groups}.1.TargetGroupArn`]: BLUE,
    [`${groups}.1.Weight`]: String(1 + (call % 100)),
    [`${groups}.2.TargetGroupArn`]: GREEN,
    [`${groups}.2.Weight`]: '50',
  }).toString();
}
