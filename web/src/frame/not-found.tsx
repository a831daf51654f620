// What is shown where no page is, and where a page broke.
import type { ReactElement } from 'react';
import { Trouble } from '../live/loaded.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { PathLink } from '../parts/path-link.tsx';
import { paths } from '../paths.ts';

export function NotFound(): ReactElement {
  return (
    <main className="page">
      <PageHead sentence="There is no page at this address." title="No such page">
        Runs go on all the same. <PathLink to={paths.home}>To the runs</PathLink>
      </PageHead>
    </main>
  );
}

export function PageBroke({ error }: { readonly error: unknown }): ReactElement {
  return (
    <div className="page">
      <PageHead sentence="This page broke; the runs did not." title="The page broke">
        <Trouble error={asError(error)} again={() => window.location.reload()} />
      </PageHead>
    </div>
  );
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
