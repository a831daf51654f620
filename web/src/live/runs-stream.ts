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
/** The stream tells of runs; what waits in line is asked for. */
const IN_LINE_MS = 2_000;
const AGAIN_MS = 10_000;
/** Many runs may change at once; who waits for me is counted once after all of them. */
const RECOUNT_MS = 500;

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
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some(isQueued)) ? IN_LINE_MS : AGAIN_MS,
  });
}

/** Mounted once by the frame: puts each change of a run into the list. */
export function useRunsStream(project: string | undefined): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (project === undefined) return undefined;
    let recount: ReturnType<typeof setTimeout> | undefined;
    const stop = follow({
      route: 'watchRuns',
      params: { project },
      onMessage(data) {
        queries.setQueryData<Pages>(keyOf(project), (old) => withRun(old, data as RunInList));
        recount ??= setTimeout(() => {
          recount = undefined;
          void queries.invalidateQueries({ queryKey: ['projects'] });
        }, RECOUNT_MS);
      },
    });
    return () => {
      clearTimeout(recount);
      stop();
    };
  }, [project, queries]);
}

function withRun(old: Pages | undefined, run: RunInList): Pages | undefined {
  const [newest, ...rest] = old?.pages ?? [];
  if (old === undefined || newest === undefined) return old;
  const known = old.pages.flatMap(({ items }) => items);
  if (!known.some((each) => each.run === run.run)) {
    // One that is older than all that were read comes when it is asked for.
    const isOlder = known.every((each) => isQueued(each) || Number(each.run) > Number(run.run));
    if (isOlder && old.pages.at(-1)?.next !== null) return old;
    const first = { ...newest, items: [run, ...newest.items] };
    return { ...old, pages: [first, ...rest] };
  }
  const pages = old.pages.map((page) => ({
    ...page,
    items: page.items.map((each) => (each.run === run.run ? run : each)),
  }));
  return { ...old, pages };
}

/** What waits for its turn is no run yet: it has no journal that could be watched, and no page. */
export function isQueued({ status }: Pick<RunInList, 'status'>): boolean {
  return status === 'Queued';
}
