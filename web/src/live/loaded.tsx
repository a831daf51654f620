// What a panel shows for something that is asked for: greys while it comes, the figures when they are there, the reason when they do not come.
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactElement, ReactNode } from 'react';
import { ApiError } from '../../../src/api/client.ts';
import { Banner } from '../parts/banner.tsx';
import { Button } from '../parts/button.tsx';
import { Skeleton } from '../parts/skeleton.tsx';

export function Loaded<Data>({
  query,
  lines = 4,
  children,
}: {
  readonly query: Pick<UseQueryResult<Data>, 'data' | 'error' | 'refetch' | 'isFetching'>;
  readonly lines?: number;
  readonly children: (data: Data) => ReactNode;
}): ReactElement {
  const { data, error, refetch, isFetching } = query;
  const again = () => void refetch();
  if (data === undefined && error === null) return <Skeleton lines={lines} />;
  return (
    <>
      {error === null ? null : (
        <div className="loaded-trouble">
          <Trouble error={error} isStale={data !== undefined} again={again} isBusy={isFetching} />
        </div>
      )}
      {data === undefined ? null : children(data)}
    </>
  );
}

/** An error where it belongs: what happened, its code, whether anything was written. */
export function Trouble(props: {
  readonly error: Error;
  /** What stands below is from before. */
  readonly isStale?: boolean;
  readonly again?: () => void;
  readonly isBusy?: boolean;
}): ReactElement {
  const { error, isStale = false, again, isBusy = false } = props;
  const problem = error instanceof ApiError ? error.problem : undefined;
  const isRight = problem?.code === 'not-permitted';
  return (
    <Banner
      tone={toneOf(problem)}
      icon={isRight ? 'lock' : 'warning'}
      isAssertive
      action={
        again === undefined || isRight ? undefined : (
          <Button size="small" onClick={again} disabled={isBusy}>
            Try again
          </Button>
        )
      }
    >
      <span className="banner-lines">
        {problem === undefined ? unreachable(error) : problem.detail}
      </span>
      {isStale ? ' The numbers below are from before.' : ''}
      {problem === undefined || isRight ? null : <ProblemLine problem={problem} />}
    </Banner>
  );
}

/** What is true now refuses: a person decides anew. What a right refuses is nobody's mistake. */
function toneOf(problem: ApiError['problem'] | undefined): 'plain' | 'person' | 'repair' {
  if (problem?.code === 'not-permitted') return 'plain';
  return problem !== undefined && problem.status < 500 ? 'person' : 'repair';
}

function ProblemLine({ problem }: { readonly problem: ApiError['problem'] }): ReactElement {
  const { code, requestId, wasWritten } = problem;
  return (
    <div className="label">
      <code>{code}</code>
      {requestId === '' ? null : (
        <>
          , request <code>{requestId}</code>
        </>
      )}
      , {wasWritten ? 'something had been written by then' : 'nothing was written'}
    </div>
  );
}

function unreachable(error: Error): string {
  return error instanceof TypeError
    ? 'The server cannot be reached. Runs go on without this page; nothing was changed from here.'
    : error.message;
}
