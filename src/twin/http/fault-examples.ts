// One fault of each kind, as people write them: for messages, help and the tests of the parser.
import type { JsonObject } from '../../lib/json.ts';

const faults: readonly (JsonObject & { readonly kind: string })[] = [
  { kind: 'failing-health', group: 'shop_production', share: 0.5, status: 503 },
  { kind: 'throttle', service: 'elbv2', operation: 'ModifyRule', times: 3 },
  {
    kind: 'error',
    service: 'spot',
    operation: 'update',
    times: 1,
    httpStatus: 500,
    code: 'INTERNAL',
  },
  { kind: 'answer-lost', service: 'elbv2', operation: 'ModifyRule', times: 1, when: 'after' },
  { kind: 'slow', service: 'spot', operation: 'create', times: 1, when: 'after', delayMs: 20_000 },
  { kind: 'hang', service: 'elbv2', operation: 'ModifyRule', times: 1, when: 'after' },
  { kind: 'stale-read', operation: 'DescribeRules', times: 5 },
  { kind: 'rule-edited', rule: '80/10', weights: { 'shop-a': 100, 'shop-b': 0 } },
  { kind: 'group-edited', group: 'shop_production', change: { capacity: { target: 3 } } },
  { kind: 'target-deregistered', targetGroup: 'shop-a' },
  { kind: 'interruption', group: 'shop_production', noticeMs: 120_000 },
  { kind: 'shortage', group: 'shop_production', fulfilled: 1 },
  { kind: 'spot-shortage', group: 'shop_production', instanceTypes: ['t3.small'] },
  { kind: 'interruption-foreseen', group: 'shop_production' },
  { kind: 'slow-boot', group: 'shop_production', extraMs: 600_000 },
  { kind: 'registration-lost', group: 'shop_production', lateMs: 300_000 },
  { kind: 'metrics-late', targetGroup: 'shop-b', extraMs: 600_000 },
  { kind: 'clock-jump', byMs: -120_000 },
  { kind: 'metrics-missing', targetGroup: 'shop-b', metric: 'RequestCount' },
];

/** By kind, in the order in which they are told. */
export const EXAMPLES: ReadonlyMap<string, JsonObject> = new Map(
  faults.map((fault) => [fault.kind, fault]),
);
