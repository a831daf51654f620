// What stands around every page of somebody who is signed in; who is not signs in here and then sees the page of the address.
import { Outlet } from '@tanstack/react-router';
import { lazy, type ReactElement, Suspense } from 'react';
import { Trouble } from '../live/loaded.tsx';
import { SessionProvider, useSessionQuery } from '../live/session.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Late } from '../parts/skeleton.tsx';
import { Frame } from './frame.tsx';

const SignInPage = lazy(async () => ({
  default: (await import('../pages/sign-in/sign-in-page.tsx')).SignInPage,
}));

export function SignedIn(): ReactElement {
  const { data: session, error, refetch } = useSessionQuery();
  if (session === null) {
    return (
      <Suspense>
        <SignInPage />
      </Suspense>
    );
  }
  if (session === undefined) {
    return (
      <main className="page">
        {error === null ? (
          <Late>
            <p role="status">Asking the server who you are…</p>
          </Late>
        ) : (
          <PageHead sentence="The server does not answer." title="No answer">
            <Trouble error={error} again={() => void refetch()} />
          </PageHead>
        )}
      </main>
    );
  }
  return (
    <SessionProvider session={session}>
      <Frame>
        <Suspense>
          <Outlet />
        </Suspense>
      </Frame>
    </SessionProvider>
  );
}
