// Who reads the list, with all that decides what they may do in it.
import { useProject } from '../../frame/project.ts';
import { useRights, useSession } from '../../live/session.tsx';
import type { Reader } from './run-standing.ts';

export function useReader(): Reader {
  const { user, name, email } = useSession();
  const rights = useRights(useProject());
  return { user, name, email, ...rights };
}
