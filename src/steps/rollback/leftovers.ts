// What a rollback could not put back, with the commands that do it.
import type { Process } from '../../cloud/elastigroups.ts';
import type { Leftover } from '../../execution/event.ts';
import type { BeforeImage, GroupImage } from '../../traffic/facts.ts';
import {
  capacityCommand,
  groupBackCommand,
  listGroupsCommand,
  removeGroupCommands,
  resumeCommand,
  ruleBackCommand,
  tasksCommand,
} from '../../traffic/put-back-commands.ts';
import type { LeftoverGroup } from '../common/step-facts.ts';
import { scheduledTasks } from '../setup/group-document.ts';
import { capacityIn } from './capacity-back.ts';

export function leftRule(image: BeforeImage, why: string): Leftover {
  return { what: whatOfRule(image), why, commands: [ruleBackCommand(image)] };
}

export function whatOfRule({ label, ruleArn }: BeforeImage): string {
  return `The rule ${label} (${ruleArn}) is not as before`;
}

/** Whoever runs the commands of a left-over group before its rule is in order takes live traffic down. */
export const ONLY_THEN = 'once no rule gives it weight, and only then, the commands are safe';

export function leftGroup(group: Pick<GroupImage, 'id' | 'name'>, why: string): Leftover {
  return {
    what: `The new group ${group.name} (${group.id}) is still there`,
    why,
    commands: removeGroupCommands(group.id),
  };
}

/** Its creation was begun, and nobody can see whether it came to be. */
export function mayBeThere(stageGroupName: string, why: string): Leftover {
  return {
    what: `A new group ${stageGroupName} may be there`,
    why: `its creation was begun, and the groups cannot be listed: ${why}`,
    commands: [listGroupsCommand()],
  };
}

export function leftNamesOrCapacity(blue: GroupImage, why: string): Leftover {
  return {
    what: `The group ${blue.name} (${blue.id}) may not have its name and capacity of before`,
    why,
    commands: [groupBackCommand(blue)],
  };
}

export function leftTasks(group: GroupImage, why: string): Leftover {
  return {
    what: whatOfTasks(group),
    why,
    commands: [tasksCommand(group.id, scheduledTasks(group.document))],
  };
}

export function whatOfTasks({ name, id }: GroupImage): string {
  return `The scheduled tasks of the group ${name} (${id}) may not be those of before`;
}

/** They run again by themselves in the end; until then Spot holds back what they do. */
export function leftProcesses(
  { name, id }: GroupImage,
  processes: readonly Process[],
  why: string,
): Leftover {
  return {
    what: `Processes of the group ${name} (${id}) are still suspended: ${processes.join(', ')}`,
    why,
    commands: [resumeCommand(id, processes)],
  };
}

/** A group that was to make room for the new one and has begun to. */
export function leftSize({ id, name, document }: LeftoverGroup, why: string): Leftover {
  const before = capacityIn(document);
  return {
    what: `The group ${name} (${id}) may not have its capacity of before`,
    why,
    commands: before === undefined ? [] : [capacityCommand(id, before)],
  };
}
