// Another hand on one of the two groups: noticed before a rung is written, and left to a person to judge.
import type { Elastigroup } from '../../cloud/elastigroups.ts';
import type { ChoiceOption } from '../../execution/event.ts';
import { canonicalJson, isJsonObject, type Json, type JsonObject } from '../../lib/json.ts';
import type { Difference, GroupImage } from '../../traffic/facts.ts';
import { failure } from '../common/failure.ts';
import { unlessGone } from '../common/not-found.ts';
import { withRetries } from '../common/with-retries.ts';
import { ABORT } from './foreign-hand.ts';
import type { Shift } from './shift.ts';

const STANDING = 'This step has moved no weight';
const GO_ON: ChoiceOption = {
  id: 'goOn',
  label: 'Go on',
  consequence:
    'the group stays as it is now, and the shift goes on if enough of its targets are healthy',
};

/** Leaves the step while nobody has chosen; throws when a group is gone or the run is to go back. */
export async function settleForeignGroups(shift: Shift): Promise<void> {
  const { green, blue, healthyWanted } = shift.setup;
  if (green !== null) await settleGroup(shift, green, healthyWanted);
  if (blue !== null) await settleGroup(shift, blue, blue.capacity.target);
}

async function settleGroup(shift: Shift, image: GroupImage, wanted: number): Promise<void> {
  const { context, pace, elastigroups, tools } = shift;
  const { id, name } = image;
  const found = await unlessGone(() => withRetries(pace, () => elastigroups.read(id)));
  if (found === null) {
    throw failure('Verification', {
      what: `The group ${name} (${id}) is gone`,
      why: 'somebody else has deleted it since this run last looked',
      todo: 'Find out who, and run it again',
      traffic: STANDING,
    });
  }
  const differences = differencesOf(shift, image, found, wanted);
  if (differences.length === 0) return;
  const told = differences.map(({ what, found: now }) => `${what} is ${now}`).join('; ');
  const isAsked = tools.policy.foreignHand === 'ask';
  const detail = { differences } as unknown as Json;
  const answer = !isAsked
    ? ABORT.id
    : await context.choice({
        name: `another hand on ${id} ${tools.hash(canonicalJson(detail))}`,
        question: `Somebody else has changed the group ${name} (${id}): ${told}. What now?`,
        detail,
        options: [GO_ON, ABORT],
      });
  if (answer === GO_ON.id) return;
  throw failure(isAsked ? 'UserMarkedFailure' : 'Verification', {
    what: `Somebody else has changed the group ${name} (${id})`,
    why: isAsked ? 'the person who was asked chose to go back' : told,
    todo: 'Agree with the other hand and run it again',
    traffic: STANDING,
  });
}

/** Names that this run gives are no other hand's; more capacity is no harm. */
function differencesOf(
  { setup }: Shift,
  image: GroupImage,
  found: Elastigroup,
  wanted: number,
): readonly Difference[] {
  const differences: Difference[] = [];
  const names = [image.name, setup.groupName, setup.stageGroupName];
  if (!names.includes(found.name)) {
    differences.push({ what: 'its name', left: image.name, found: found.name });
  }
  if (found.capacity.target < wanted) {
    const now = String(found.capacity.target);
    differences.push({ what: 'its target capacity', left: String(wanted), found: now });
  }
  const left = loadBalancersOf(image.document);
  const now = loadBalancersOf(found.document);
  if (left !== now) {
    differences.push({ what: 'its load balancers configuration', left, found: now });
  }
  return differences;
}

function loadBalancersOf(document: JsonObject): string {
  const compute = document['compute'];
  const launch = isJsonObject(compute) ? compute['launchSpecification'] : undefined;
  const config = isJsonObject(launch) ? launch['loadBalancersConfig'] : undefined;
  return canonicalJson(config ?? null);
}
