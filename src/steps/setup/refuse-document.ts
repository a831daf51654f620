// The parts of an Elastigroup document that a blue-green deployment cannot keep safe, and so refuses.
import { isJsonObject, type Json, type JsonObject } from '../../lib/json.ts';

/** Why the document cannot be deployed, one sentence part per reason; empty when it can. */
export function objectionsTo(document: JsonObject): readonly string[] {
  const group = groupOf(document);
  const compute = memberOf(group, 'compute');
  const launch = memberOf(compute, 'launchSpecification');
  const thirdParties = memberOf(group, 'thirdPartiesIntegration');
  const objections: string[] = [];
  if (isSet(launch['itf']) || isSet(compute['itf']) || isSet(group['itf'])) {
    objections.push(
      'its traffic is steered by Spot itself (itf), so two hands would write the rules',
    );
  }
  for (const name of ['codeDeploy', 'elasticBeanstalk', 'ecs']) {
    if (isSet(thirdParties[name])) {
      objections.push(`it is tied to ${name}, which would act on both groups`);
    }
  }
  const persistence = memberOf(memberOf(group, 'strategy'), 'persistence');
  if (Object.values(persistence).includes(true)) {
    objections.push('it is stateful (strategy.persistence), so its instances cannot stand twice');
  }
  for (const name of ['elasticIps', 'privateIps']) {
    if (isSet(compute[name]) || isSet(launch[name])) {
      objections.push(`it has fixed addresses (${name}), which only one group can hold`);
    }
  }
  return objections;
}

/** What lies inside `group`, or the document itself when it has no such wrapper. */
export function groupOf(document: JsonObject): JsonObject {
  return isJsonObject(document['group']) ? document['group'] : document;
}

export function memberOf(object: JsonObject, name: string): JsonObject {
  const member = object[name];
  return isJsonObject(member) ? member : {};
}

function isSet(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === false) return false;
  if (Array.isArray(value)) return value.length > 0;
  return isJsonObject(value) ? Object.keys(value).length > 0 : true;
}
