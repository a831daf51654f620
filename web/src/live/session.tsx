// Who is signed in, for every page: what the person may do in the project at hand.
import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext } from 'react';
import { ApiError } from '../../../src/api/client.ts';
import type { Session } from '../../../src/api/routes/sessions.ts';
import { client } from './client.ts';

export type Role = Session['projects'][number]['role'];

const SessionContext = createContext<Session | undefined>(undefined);

export const SESSION_KEY = ['session'] as const;

/** Null when nobody is signed in. */
export function useSessionQuery() {
  return useQuery({
    queryKey: SESSION_KEY,
    queryFn: async ({ signal }): Promise<Session | null> => {
      try {
        return await client.call('readSession', { signal });
      } catch (error) {
        if (error instanceof ApiError && error.problem.status === 401) return null;
        throw error;
      }
    },
    staleTime: 60_000,
  });
}

export function SessionProvider(props: {
  readonly session: Session;
  readonly children: ReactNode;
}) {
  return <SessionContext value={props.session}>{props.children}</SessionContext>;
}

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === undefined) throw new Error('a page is shown without a session around it');
  return session;
}

const MAY: Readonly<Record<'view' | 'operate' | 'approve' | 'administer', readonly Role[]>> = {
  view: ['viewer', 'operator', 'approver', 'admin'],
  operate: ['operator', 'admin'],
  approve: ['approver', 'admin'],
  administer: ['admin'],
};

export interface Rights {
  /** Null when the person has none in this project. */
  readonly role: Role | null;
  readonly groups: readonly string[];
  readonly mayView: boolean;
  readonly mayOperate: boolean;
  readonly mayApprove: boolean;
  readonly mayAdminister: boolean;
}

/** What the person may do in a project; the server judges each word anew. */
export function useRights(project: string): Rights {
  const { projects, isOwner } = useSession();
  const here = projects.find((each) => each.project === project);
  const role = here?.role ?? (isOwner ? 'admin' : null);
  const may = (what: keyof typeof MAY) => isOwner || (role !== null && MAY[what].includes(role));
  return {
    role,
    groups: here?.groups ?? [],
    mayView: may('view'),
    mayOperate: may('operate'),
    mayApprove: may('approve'),
    mayAdminister: may('administer'),
  };
}
