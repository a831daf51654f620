// Whether I may act at an open gate, and if not, why and whom to ask: the server judges the same and has the last word.
import type { GateOnPage } from '../../../../src/api/schemas/run-waits.ts';

export type MyStanding =
  | { readonly is: 'may'; readonly as: string }
  | { readonly is: 'counted'; readonly decision: 'approve' | 'reject'; readonly at: number }
  | { readonly is: 'may-not'; readonly why: string };

export interface Me {
  readonly user: string;
  readonly name: string;
  readonly email: string | null;
  /** Null without one in this project. */
  readonly role: string | null;
  readonly mayApprove: boolean;
  readonly mayOperate: boolean;
  /** Of Harness, the built-in ones included. */
  readonly groups: readonly string[];
}

/** `members` are the people of the gate's groups, as far as they are known. */
export function myStanding(
  gate: GateOnPage,
  me: Me,
  startedBy: string,
  members: readonly string[],
): MyStanding {
  const mine = gate.decisions.find(({ by }) => isMe(by, me));
  if (mine !== undefined) return { is: 'counted', decision: mine.decision, at: mine.at };
  const ask = whomToAsk(gate, members, me);
  if (gate.disallowPipelineExecutor && isMe(startedBy, me)) {
    return { is: 'may-not', why: `You started the run, and this gate wants somebody else${ask}.` };
  }
  if (gate.disallowedUserEmails.some((email) => isMe(email, me))) {
    return { is: 'may-not', why: `This gate names you as one who may not act on it${ask}.` };
  }
  const group = gate.userGroups.find((each) => me.groups.includes(each));
  if (group === undefined) {
    return { is: 'may-not', why: `For ${gate.userGroups.map(groupName).join(', ')}${ask}.` };
  }
  if (!me.mayApprove) {
    const role = me.role === null ? 'no role' : `the role ${me.role}`;
    return {
      is: 'may-not',
      why: `You have ${role} in this project, and approving needs approver${ask}.`,
    };
  }
  return { is: 'may', as: groupName(group) };
}

/** Harness's built-in groups in words; others as they are called. */
export function groupName(group: string): string {
  switch (group) {
    case 'account._account_all_users':
    case 'org._organization_all_users':
    case '_project_all_users':
      return 'everybody';
    default:
      return group;
  }
}

const NAMED_MAX = 2;

function whomToAsk(gate: GateOnPage, members: readonly string[], me: Me): string {
  const others = members.filter(
    (each) => !isMe(each, me) && !gate.decisions.some(({ by }) => by === each),
  );
  if (others.length === 0) return '';
  const named = others.slice(0, NAMED_MAX).join(', ');
  const more = others.length - NAMED_MAX;
  return more > 0 ? `: ask ${named}, ${more} ${more === 1 ? 'other' : 'others'}` : `: ask ${named}`;
}

function isMe(name: string, me: Me): boolean {
  const asked = name.toLowerCase();
  return [me.user, me.name, me.email].some((mine) => mine?.toLowerCase() === asked);
}
