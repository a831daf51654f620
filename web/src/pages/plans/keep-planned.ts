// A plan as it is read, and how the one that was just made is kept for its page.
import { type QueryClient, useQuery } from '@tanstack/react-query';
import type { Planned } from '../../../../src/api/routes/plans.ts';
import { client } from '../../live/client.ts';

const keyOf = (project: string, hash: string) => ['plan', project, hash] as const;

export function keepPlanned(queries: QueryClient, project: string, planned: Planned): void {
  queries.setQueryData(keyOf(project, planned.hash), planned);
  void queries.invalidateQueries({ queryKey: ['plans', project] });
}

export function usePlanned(project: string, hash: string) {
  return useQuery({
    queryKey: keyOf(project, hash),
    queryFn: ({ signal }) => client.call('readPlan', { params: { project, hash }, signal }),
  });
}
