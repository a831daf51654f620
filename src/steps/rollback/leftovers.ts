// What a rollback could not put back, with the commands that do it.
import type { Leftover } from '../../execution/event.ts';
import type { Json } from '../../lib/json.ts';
import type { BeforeImage, GroupImage } from '../../traffic/facts.ts';

export function leftRule(image: BeforeImage, why: string): Leftover {
  const actions = `'${JSON.stringify(image.actions as unknown as Json).replaceAll("'", "'\\''")}'`;
  const command = image.isDefault
    ? `aws elbv2 modify-listener --region ${image.region} --listener-arn ${image.listenerArn} --default-actions ${actions}`
    : `aws elbv2 modify-rule --region ${image.region} --rule-arn ${image.ruleArn} --actions ${actions}`;
  return {
    what: whatOfRule(image),
    why,
    commands: [command],
  };
}

export function whatOfRule({ label, ruleArn }: BeforeImage): string {
  return `The rule ${label} (${ruleArn}) is not as before`;
}

/** The commands take the group away, so they are safe only once no rule gives it weight: that comes first. */
export function leftGroup(group: Pick<GroupImage, 'id' | 'name'>, why: string): Leftover {
  return {
    what: `The new group ${group.name} (${group.id}) is still there`,
    why,
    commands: [
      spotCall('PUT', `${group.id}/capacity`, { capacity: { minimum: 0, target: 0, maximum: 0 } }),
      spotCall('DELETE', group.id),
    ],
  };
}

export function leftNamesOrCapacity(blue: GroupImage, why: string): Leftover {
  const { minimum, maximum } = blue.capacity;
  return {
    what: `The group ${blue.name} (${blue.id}) may not have its name and capacity of before`,
    why,
    commands: [
      spotCall('PUT', blue.id, {
        group: { name: blue.name, capacity: { minimum, maximum } },
      }),
    ],
  };
}

function spotCall(method: string, path: string, body?: Json): string {
  const data =
    body === undefined ? '' : ` -H 'Content-Type: application/json' -d '${JSON.stringify(body)}'`;
  const url = `https://api.spotinst.io/aws/ec2/group/${path}?accountId=$SPOTINST_ACCOUNT`;
  return `curl -X ${method} -H "Authorization: Bearer $SPOTINST_TOKEN"${data} "${url}"`;
}
