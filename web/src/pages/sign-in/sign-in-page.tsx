// Signing in: by name and password, or by an identity provider.
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Brand } from '../../frame/brand.tsx';
import { client } from '../../live/client.ts';
import { Loaded } from '../../live/loaded.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { PasswordForm } from './password-form.tsx';
import { REFUSED, RefusedNote } from './refused-note.tsx';
import './sign-in.css';

export function SignInPage(): ReactElement {
  const ways = useQuery({
    queryKey: ['sign-in'],
    queryFn: ({ signal }) => client.call('readSignIn', { signal }),
  });
  return (
    <main className="sign-in">
      <p className="brand">
        <Brand />
        Penstock
      </p>
      <PageHead sentence="Sign in to see the runs." title="Sign in" />
      <RefusedNote />
      <Loaded query={ways} lines={3}>
        {({ password, oidc, needsFirstLink }) => (
          <div className="stack">
            {needsFirstLink ? <FirstLinkNote /> : null}
            {oidc.map(({ id, name, startPath }) => (
              <a
                key={id}
                className="button"
                data-wide=""
                data-size="big"
                href={returning(startPath)}
              >
                Sign in with {name}
              </a>
            ))}
            {password ? <PasswordForm /> : null}
          </div>
        )}
      </Loaded>
    </main>
  );
}

function FirstLinkNote(): ReactElement {
  return (
    <p className="second">
      Nobody has an account here yet. The server printed a link when it started: it makes the first
      administrator, once.
    </p>
  );
}

/** The provider sends the browser back to the page that was asked for. */
function returning(startPath: string): string {
  const page = new URL(window.location.href);
  page.searchParams.delete(REFUSED);
  const url = new URL(startPath, window.location.origin);
  url.searchParams.set('return', `${page.pathname}${page.search}${page.hash}`);
  return `${url.pathname}${url.search}`;
}
