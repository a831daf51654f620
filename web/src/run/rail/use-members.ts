// The people of some user groups of the project, as far as the server knows them.
import { useQuery } from '@tanstack/react-query';
import { useRun } from '../run-context.tsx';

const FRESH_MS = 60_000;

export function useMembers(userGroups: readonly string[]): readonly string[] {
  const { client, project } = useRun();
  const groups = useQuery({
    queryKey: ['groups-of-people', project],
    queryFn: ({ signal }) => client.call('listGroups', { params: { project }, signal }),
    staleTime: FRESH_MS,
    retry: false,
  });
  const own = (groups.data ?? []).filter(({ group }) => userGroups.includes(group));
  return [...new Set(own.flatMap(({ users }) => users))];
}
