// The runs of a project as they are now and as they change, newest first, for the list, the wall and the count in the header.
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Answer } from '../../../src/api/client.ts';
import type { RunInList } from '../../../src/api/schemas/run-parts.ts';
import { client } from './client.ts';
import { follow } from './follow.ts';

type Page = Answer<'listRuns'>;
interface Pages {
  readonly pages: readonly Page[];
  readonly pageParams: readonly unknown[];
}

const PAGE = 50;

const keyOf = (project: string | undefined) => ['runs', project] as const;

export function useRuns(project: string | undefined) {
  return useInfiniteQuery({
    queryKey: keyOf(project),
    enabled: project !== undefined,
    queryFn: ({ pageParam, signal }) =>
      client.call('listRuns', {
        params: { project: project ?? '' },
        query: { limit: PAGE, ...(pageParam !== null && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Mounted once by the frame: puts each change of a run into the list. */
export function useRunsStream(project: string | undefined): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (project === undefined) return undefined;
    return follow({
      route: 'watchRuns',
      params: { project },
      onMessage(data) {
        queries.setQueryData<Pages>(keyOf(project), (old) => withRun(old, data as RunInList));
        void queries.invalidateQueries({ queryKey: ['projects'] });
      },
    });
  }, [project, queries]);
}

function withRun(old: Pages | undefined, run: RunInList): Pages | undefined {
  const [newest, ...rest] = old?.pages ?? [];
  if (old === undefined || newest === undefined) return old;
  const isKnown = old.pages.some(({ items }) => items.some((each) => each.run === run.run));
  if (!isKnown) {
    const first = { ...newest, items: [run, ...newest.items] };
    return { ...old, pages: [first, ...rest] };
  }
  const pages = old.pages.map((page) => ({
    ...page,
    items: page.items.map((each) => (each.run === run.run ? run : each)),
  }));
  return { ...old, pages };
}
