// The commands with which a person puts a rule or group back by hand, in AWS's and Spot's own words.
import type { Json, JsonObject } from '../lib/json.ts';
import type { BeforeImage, GroupImage } from './facts.ts';

/** Gives the rule its actions of before. */
export function ruleBackCommand(image: BeforeImage): string {
  const actions = `'${JSON.stringify(image.actions).replaceAll("'", "'\\''")}'`;
  return image.isDefault
    ? `aws elbv2 modify-listener --region ${image.region} --listener-arn ${image.listenerArn} --default-actions ${actions}`
    : `aws elbv2 modify-rule --region ${image.region} --rule-arn ${image.ruleArn} --actions ${actions}`;
}

/** They take the group away, so they are safe only once no rule gives it weight. */
export function removeGroupCommands(id: string): readonly string[] {
  const nothing = { capacity: { minimum: 0, target: 0, maximum: 0 } };
  return [spotCall('PUT', `${id}/capacity`, nothing), spotCall('DELETE', id)];
}

/** Gives the group this size. */
export function capacityCommand(id: string, capacity: GroupImage['capacity']): string {
  const { minimum, target, maximum } = capacity;
  return spotCall('PUT', `${id}/capacity`, { capacity: { minimum, target, maximum } });
}

/** Gives the group its name, minimum and maximum of before. */
export function groupBackCommand({ id, name, capacity }: GroupImage): string {
  const { minimum, maximum } = capacity;
  return spotCall('PUT', id, { group: { name, capacity: { minimum, maximum } } });
}

/** Shows every group of the account. */
export function listGroupsCommand(): string {
  return `curl -H "Authorization: Bearer $SPOTINST_TOKEN" "${SPOT_URL}/aws/ec2/group?accountId=$SPOTINST_ACCOUNT"`;
}

/** Gives the group this list of scheduled tasks. */
export function tasksCommand(id: string, tasks: readonly JsonObject[]): string {
  return spotCall('PUT', id, { group: { scheduling: { tasks: [...tasks] } } });
}

/** Lets the group's processes run again. */
export function resumeCommand(id: string, processes: readonly string[]): string {
  return spotCall('DELETE', `${id}/suspension`, { processes: [...processes] });
}

/** A shell finds a twin by the variable that it names, as the AWS CLI does by one of its own. */
const SPOT_URL = '$' + '{SPOTINST_BASE_URL:-https://api.spotinst.io}';

function spotCall(method: string, path: string, body?: Json): string {
  const data =
    body === undefined ? '' : ` -H 'Content-Type: application/json' -d '${JSON.stringify(body)}'`;
  const url = `${SPOT_URL}/aws/ec2/group/${path}?accountId=$SPOTINST_ACCOUNT`;
  return `curl -X ${method} -H "Authorization: Bearer $SPOTINST_TOKEN"${data} "${url}"`;
}
