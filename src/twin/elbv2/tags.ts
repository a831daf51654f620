// Tags of load balancers, listeners, rules and target groups.
import type { JsonObject } from '../../lib/json.ts';
import { objectsOf, textOf, textsOf } from '../request-fields.ts';
import type { ApiCall } from '../twin.ts';
import { elbv2Error, validationError } from './elbv2-error.ts';
import type { LoadBalancing } from './load-balancing.ts';

const MOST_TAGS = 50;
const MOST_RESOURCES = 20;

export function createTags(
  state: LoadBalancing,
): Readonly<Record<'describe' | 'add' | 'remove', ApiCall>> {
  const arnsOf = (request: JsonObject): readonly string[] => {
    const arns = textsOf(request, 'ResourceArns') ?? [];
    if (arns.length === 0) throw validationError('At least one resource ARN must be specified');
    if (arns.length > MOST_RESOURCES) {
      throw validationError(`At most ${MOST_RESOURCES} resource ARNs can be specified`);
    }
    for (const arn of arns) checkResource(state, arn);
    return arns;
  };
  return {
    describe: (request) => ({
      TagDescriptions: arnsOf(request).map((arn) => ({
        ResourceArn: arn,
        Tags: [...state.records.tags(arn)].map(([Key, Value]) => ({ Key, Value })),
      })),
    }),
    add(request) {
      const added = tagsOf(request);
      const all = arnsOf(request).map(
        (arn) => [arn, new Map([...state.records.tags(arn), ...added])] as const,
      );
      for (const [, tags] of all) checkCount(tags);
      for (const [arn, tags] of all) state.records.writeTags(arn, tags);
      return {};
    },
    remove(request) {
      const keys = textsOf(request, 'TagKeys') ?? [];
      for (const arn of arnsOf(request)) {
        const kept = [...state.records.tags(arn)].filter(([key]) => !keys.includes(key));
        state.records.writeTags(arn, new Map(kept));
      }
      return {};
    },
  };
}

/** The tags of a request that makes something or adds to it. */
export function tagsOf(request: JsonObject): ReadonlyMap<string, string> {
  const given = objectsOf(request, 'Tags') ?? [];
  const tags = new Map(
    given.map((tag) => [textOf(tag, 'Key') ?? '', textOf(tag, 'Value') ?? ''] as const),
  );
  if (tags.size < given.length) {
    throw elbv2Error('DuplicateTagKeys', 'A tag key was specified more than once');
  }
  for (const key of tags.keys()) {
    if (/^aws:/i.test(key)) throw validationError(`Tag key '${key}': 'aws:' is a reserved prefix`);
  }
  checkCount(tags);
  return tags;
}

function checkCount(tags: ReadonlyMap<string, string>): void {
  if (tags.size <= MOST_TAGS) return;
  throw elbv2Error('TooManyTags', `A resource can have at most ${MOST_TAGS} tags`);
}

const NOUNS = [
  [':loadbalancer/', 'LoadBalancer', 'loadBalancers'],
  [':listener/', 'Listener', 'listeners'],
  [':listener-rule/', 'Rule', 'rules'],
  [':targetgroup/', 'TargetGroup', 'targetGroups'],
] as const;

function checkResource(state: LoadBalancing, arn: string): void {
  for (const [mark, noun, all] of NOUNS) {
    if (!arn.includes(mark)) continue;
    if (state[all].has(arn)) return;
    throw elbv2Error(`${noun}NotFound`, `${noun} '${arn}' not found`);
  }
  throw validationError(`'${arn}' is not a valid resource ARN`);
}
