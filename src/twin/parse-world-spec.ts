// Reads a world from JSON: checks its shape, fills in production-like defaults, names what is wrong.
import { z } from 'zod';
import { isJsonObject, type Json, type JsonObject } from '../lib/json.ts';
import type { WorldSpec } from './world-spec.ts';

/** Every problem of a world at once, each with its place. */
export class WorldSpecError extends Error {
  override readonly name = 'WorldSpecError';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`the world cannot be built:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/** The world of a JSON value. Throws `WorldSpecError`; what the JSON leaves out gets its default. */
export function parseWorldSpec(json: Json): WorldSpec {
  const parsed = worldSchema.safeParse(json);
  if (!parsed.success) {
    throw new WorldSpecError(
      parsed.error.issues.map((issue) => `${placeOf(issue.path)}: ${issue.message}`),
    );
  }
  const problems = brokenReferences(parsed.data);
  if (problems.length > 0) throw new WorldSpecError(problems);
  return parsed.data;
}

const name = z.string().min(1);
const durationMs = z.number().int().nonnegative();
const count = z.number().int().positive();
const span = z
  .tuple([durationMs, durationMs])
  .refine(([least, most]) => least <= most, 'the first number must not exceed the second');
const object = z.custom<JsonObject>((value) => isJsonObject(value as Json), 'must be an object');
const port = z.number().int().min(1).max(65_535);

const keyPairSchema = z.strictObject({
  accessKeyId: z.string().regex(/^\w{1,128}$/, 'must be letters, digits and underscores'),
  secretAccessKey: name,
  sessionToken: name.optional(),
});

const listenerSchema = z.strictObject({
  arn: name,
  port,
  protocol: z.enum(['HTTP', 'HTTPS']).default('HTTP'),
  defaultActions: z.array(object).min(1),
  rules: z
    .array(
      z.strictObject({
        arn: name,
        priority: z.number().int().min(1).max(50_000),
        conditions: z.array(object).min(1),
        actions: z.array(object).min(1),
        transforms: z.array(object).optional(),
      }),
    )
    .default([]),
});

const loadBalancerSchema = z
  .strictObject({
    arn: name,
    name,
    dnsName: name.optional(),
    nodes: count.max(16).default(2),
    listeners: z.array(listenerSchema),
  })
  .transform((given) => ({ ...given, dnsName: given.dnsName ?? `${given.name}.elb.twin.test` }));

const targetGroupSchema = z.strictObject({
  arn: name,
  name,
  port: port.default(80),
  protocol: z.enum(['HTTP', 'HTTPS']).default('HTTP'),
  healthCheck: z
    .strictObject({
      port: port.optional(),
      protocol: z.enum(['HTTP', 'HTTPS']).optional(),
      path: z.string().startsWith('/').default('/'),
      intervalMs: count.default(30_000),
      timeoutMs: count.default(5_000),
      healthyThreshold: count.default(5),
      unhealthyThreshold: count.default(2),
      matcher: z
        .string()
        .regex(/^\d{3}(-\d{3})?(,\d{3}(-\d{3})?)*$/, 'must be statuses such as 200, 200-299')
        .default('200'),
    })
    .prefault({}),
  deregistrationDelayMs: durationMs.max(3_600_000).default(300_000),
  stickiness: z.boolean().default(false),
});

const groupSchema = z.strictObject({
  id: name,
  name,
  ageMs: durationMs.default(30 * 86_400_000),
  document: object,
});

const amiSchema = z.strictObject({
  id: name,
  version: z.string(),
  host: object.default({}),
  simulated: z
    .strictObject({
      bootMs: durationMs.default(60_000),
      healthStatus: z.number().int().min(100).max(599).default(200),
      responseMs: z.number().nonnegative().default(20),
      share5xx: z.number().min(0).max(1).default(0),
    })
    .prefault({}),
});

const autoScalingGroupSchema = z.strictObject({
  name,
  minSize: z.number().int().nonnegative(),
  maxSize: z.number().int().nonnegative(),
  desiredCapacity: z.number().int().nonnegative(),
  imageId: name,
  instanceType: name,
  availabilityZones: z.array(name).min(1),
  targetGroupArns: z.array(name).default([]),
  healthCheckGracePeriodSeconds: z.number().int().nonnegative().default(300),
});

const timingSchema = z.strictObject({
  fulfilMs: span.default([20_000, 60_000]),
  bootMs: span.default([15_000, 45_000]),
  observeMs: count.default(10_000),
  readLagMs: durationMs.default(1_000),
  propagationMs: span.default([2_000, 8_000]),
  metricLagMs: span.default([60_000, 120_000]),
});

const bucket = (size: number, refillPerSecond: number) =>
  z
    .strictObject({
      size: count.default(size),
      refillPerSecond: z.number().positive().default(refillPerSecond),
    })
    .prefault({});

const worldSchema = z.strictObject({
  seed: z.number().int().default(1),
  region: name.default('us-east-1'),
  accountId: z
    .string()
    .regex(/^\d{12}$/, 'must be twelve digits')
    .default('123456789012'),
  spot: z
    .strictObject({ accountId: name.default('act-twin'), token: name.default('twin') })
    .prefault({}),
  credentials: z.array(keyPairSchema).min(1).optional(),
  loadBalancers: z.array(loadBalancerSchema).min(1),
  targetGroups: z.array(targetGroupSchema),
  groups: z.array(groupSchema).default([]),
  amis: z.array(amiSchema).default([]),
  autoScalingGroups: z.array(autoScalingGroupSchema).optional(),
  timing: timingSchema.prefault({}),
  limits: z
    .strictObject({
      elbv2Describe: bucket(40, 10),
      elbv2Modify: bucket(20, 5),
      spotRequestsPerMinute: count.default(600),
    })
    .prefault({}),
});

function brokenReferences(spec: WorldSpec): string[] {
  const listeners = spec.loadBalancers.flatMap((each) => each.listeners);
  const arns = [
    ...spec.loadBalancers.map((each) => each.arn),
    ...listeners.flatMap((each) => [each.arn, ...each.rules.map((rule) => rule.arn)]),
    ...spec.targetGroups.map((each) => each.arn),
    ...spec.groups.map((each) => each.id),
    ...spec.amis.map((each) => each.id),
    ...(spec.credentials ?? []).map((each) => each.accessKeyId),
  ];
  return [
    ...repeated(arns).map((id) => `${id}: is there twice; every ARN and id names one thing`),
    ...spec.loadBalancers.flatMap(({ arn, listeners: own }) =>
      repeated(own.map((each) => String(each.port))).map(
        (taken) => `${arn}: two of its listeners have port ${taken}; give each its own`,
      ),
    ),
  ];
}

function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}

function placeOf(path: readonly PropertyKey[]): string {
  return path.length === 0 ? 'the world' : path.map(String).join('.');
}
