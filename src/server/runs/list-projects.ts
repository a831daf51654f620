// The projects that somebody may see, each with what runs there and how many runs wait for their word.

import type { RunInList } from '../../api/schemas/run-parts.ts';
import { readSettings } from '../../app/settings.ts';
import type { ServedProject } from '../control-room.ts';
import type { Caller, Role } from '../people/caller.ts';
import { rolesFor } from '../people/rights.ts';
import type { RunParts } from './run-parts.ts';

export interface ProjectLine {
  readonly project: string;
  readonly name: string;
  readonly role: Role;
  readonly running: number;
  readonly waitingForMe: number;
}

export async function listProjects(parts: RunParts, caller: Caller): Promise<ProjectLine[]> {
  const { projects } = parts.room;
  const visible = projects.flatMap((project) => {
    const role = caller.isOwner ? 'admin' : caller.roleIn(project.id);
    return role === undefined ? [] : [{ project, role, lines: [] as RunInList[] }];
  });
  for (const row of await parts.rows()) {
    if (row.phase === 'done') continue;
    const listed = await parts.list.of(row);
    const own = visible.find(({ project }) => project.id === listed?.project);
    if (listed !== undefined) own?.lines.push(listed.line);
  }
  return visible.map(({ project, role, lines }) => {
    const groups = groupsOf(caller, project);
    const mine = lines.filter((line) => line.asks.some((ask) => mayAnswer(ask, line)));
    return {
      project: project.id,
      name: project.name,
      role,
      running: lines.length,
      waitingForMe: mine.length,
    };

    function mayAnswer(ask: RunInList['asks'][number], { startedBy }: RunInList): boolean {
      if (ask.kind !== 'gate') return rolesFor('operator').includes(role);
      const isNamed = ask.disallowedUserEmails.some((email) => isSame(email, caller));
      const isExecutor = ask.disallowPipelineExecutor && startedBy === caller.user;
      if (isNamed || isExecutor || ask.decidedBy.includes(caller.user)) return false;
      return rolesFor('approver').includes(role) && ask.userGroups.some((each) => groups.has(each));
    }
  });
}

function isSame(email: string, { user, email: own }: Caller): boolean {
  const wanted = email.toLowerCase();
  return wanted === user.toLowerCase() || wanted === own?.toLowerCase();
}

/** Also those that the project itself gives, in any of its environments. */
function groupsOf(caller: Caller, { id, folder }: ServedProject): ReadonlySet<string> {
  const given = caller.groupsIn(id);
  try {
    const settings = readSettings(folder);
    const own = settings.environments.flatMap((environment) => [
      ...settings.groupsOf(environment, caller.user),
      ...(caller.email === undefined ? [] : settings.groupsOf(environment, caller.email)),
    ]);
    return new Set([...given, ...own]);
  } catch {
    // A settings file that cannot be read is told of where it is needed.
    return new Set(given);
  }
}
