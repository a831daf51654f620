// What a rollback could not put back, with the commands that do it.
import type { Leftover } from '../../execution/event.ts';
import type { BeforeImage, GroupImage } from '../../traffic/facts.ts';
import {
  groupBackCommand,
  removeGroupCommands,
  ruleBackCommand,
} from '../../traffic/put-back-commands.ts';

export function leftRule(image: BeforeImage, why: string): Leftover {
  return { what: whatOfRule(image), why, commands: [ruleBackCommand(image)] };
}

export function whatOfRule({ label, ruleArn }: BeforeImage): string {
  return `The rule ${label} (${ruleArn}) is not as before`;
}

/** The commands take the group away, so they are safe only once no rule gives it weight: that comes first. */
export function leftGroup(group: Pick<GroupImage, 'id' | 'name'>, why: string): Leftover {
  return {
    what: `The new group ${group.name} (${group.id}) is still there`,
    why,
    commands: removeGroupCommands(group.id),
  };
}

export function leftNamesOrCapacity(blue: GroupImage, why: string): Leftover {
  return {
    what: `The group ${blue.name} (${blue.id}) may not have its name and capacity of before`,
    why,
    commands: [groupBackCommand(blue)],
  };
}
