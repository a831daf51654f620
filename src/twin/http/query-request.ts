// AWS's query protocol, request side: `Actions.member.1.Type=forward` as nested JSON.
import type { Json, JsonObject } from '../../lib/json.ts';

const NUMBERS: ReadonlySet<string> = new Set([
  ...['Weight', 'Order', 'Port', 'PageSize', 'DurationSeconds', 'SessionTimeout', 'Period'],
  ...['MaxDatapoints', 'Priority', 'HealthCheckIntervalSeconds', 'HealthCheckTimeoutSeconds'],
  ...['HealthyThresholdCount', 'UnhealthyThresholdCount', 'TargetControlPort'],
]);
const BOOLEANS: ReadonlySet<string> = new Set([
  ...['Enabled', 'UseExistingClientSecret', 'ReturnData', 'ResetTransforms'],
  ...['HealthCheckEnabled', 'IgnoreClientCertificateExpiry'],
]);
const LISTS =
  /(Arns|Names|Values|Actions|Conditions|Targets|Groups|Include|Queries|Dimensions|Subnets|Mappings|Tags|TagKeys|Attributes|Priorities|Certificates|AlpnPolicy|Transforms)$/;
const DEEPEST = 12;

type Tree = Map<string, Tree | string>;

/** Members of a list come in the order of their numbers; an empty text is an empty list. */
export function parseQueryRequest(body: string): JsonObject {
  const root: Tree = new Map();
  for (const [name, value] of new URLSearchParams(body)) {
    const path = name.split('.');
    if (path.length <= DEEPEST) put(root, path, value);
  }
  const request = jsonOf(root, '');
  return request as JsonObject;
}

function put(tree: Tree, path: readonly string[], value: string): void {
  const [first = '', ...rest] = path;
  if (rest.length === 0) {
    tree.set(first, value);
    return;
  }
  const known = tree.get(first);
  const branch: Tree = known instanceof Map ? known : new Map();
  tree.set(first, branch);
  put(branch, rest, value);
}

function jsonOf(node: Tree | string, name: string): Json {
  if (typeof node === 'string') return scalar(node, name);
  const members = node.get('member');
  if (node.size === 1 && members instanceof Map) {
    return [...members]
      .sort(([one], [other]) => Number(one) - Number(other))
      .map(([, member]) => jsonOf(member, ''));
  }
  return Object.fromEntries([...node].map(([key, child]) => [key, jsonOf(child, key)]));
}

function scalar(text: string, name: string): Json {
  if (text === '' && LISTS.test(name)) return [];
  if (NUMBERS.has(name) && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
  if (BOOLEANS.has(name)) return text === 'true';
  return text;
}
