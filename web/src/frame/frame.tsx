// The frame of the pages: the bar on top, what is said of the connection, and the page itself.
import { useRouterState } from '@tanstack/react-router';
import { type ReactElement, type ReactNode, useEffect, useRef, useState } from 'react';
import { ConnectionBanner } from '../live/connection-banner.tsx';
import { useRunsStream } from '../live/runs-stream.ts';
import { KeyOverview } from '../parts/key-overview.tsx';
import { listenToKeys, useKeys } from '../parts/keys.ts';
import { useGo } from '../parts/path-link.tsx';
import { paths } from '../paths.ts';
import { Header } from './header.tsx';
import { Jump } from './jump.tsx';
import { useProjectOfAddress } from './project.ts';

export function Frame({ children }: { readonly children: ReactNode }): ReactElement {
  const project = useProjectOfAddress();
  const [open, setOpen] = useState<'jump' | 'keys' | undefined>();
  const close = () => setOpen(undefined);
  useEffect(listenToKeys, []);
  useRunsStream(project);
  useFrameKeys(project, setOpen);
  const main = useMainFocus();
  return (
    <>
      <a className="skip" href="#main">
        To the page
      </a>
      <Header project={project} openJump={() => setOpen('jump')} openKeys={() => setOpen('keys')} />
      <ConnectionBanner />
      <main id="main" ref={main} tabIndex={-1}>
        {children}
      </main>
      {open === 'jump' ? <Jump project={project} onClose={close} /> : null}
      {open === 'keys' ? <KeyOverview onClose={close} /> : null}
    </>
  );
}

/** After a change of page, reading goes on at the new page's beginning. */
function useMainFocus() {
  const main = useRef<HTMLElement>(null);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const before = useRef(path);
  useEffect(() => {
    if (before.current === path) return;
    before.current = path;
    main.current?.focus({ preventScroll: true });
  }, [path]);
  return main;
}

function useFrameKeys(project: string | undefined, setOpen: (open: 'jump' | 'keys') => void): void {
  const go = useGo();
  const to = (path: (project: string) => string) => () => {
    if (project !== undefined) go(path(project));
  };
  useKeys('Everywhere', [
    { keys: 'mod+k', does: 'jump to a run or page', run: () => setOpen('jump'), isAlways: true },
    { keys: '?', does: 'all keys', run: () => setOpen('keys') },
    { keys: 'g r', does: 'runs', run: to(paths.runs) },
    { keys: 'g w', does: 'wall', run: to(paths.wall) },
    { keys: 'g p', does: 'plans', run: to(paths.plans) },
    { keys: 'g s', does: 'resources', run: to(paths.resources) },
    { keys: 'n', does: 'new run', run: to(paths.newRun) },
  ]);
}
