// A link to a page of this application: an ordinary anchor that changes the page without loading it anew.
import { useRouter } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, MouseEvent, ReactElement } from 'react';

export interface PathLinkProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  /** From `paths`. */
  readonly to: string;
}

export function PathLink({ to, onClick, ...rest }: PathLinkProps): ReactElement {
  const go = useGo();
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    const isOther = event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey;
    if (event.defaultPrevented || isOther || event.altKey) return;
    event.preventDefault();
    go(to);
  };
  return <a {...rest} href={to} onClick={follow} />;
}

/** How to open a page: `go(paths.run(project, run))`. */
export function useGo(): (to: string) => void {
  const router = useRouter();
  return (to) => router.history.push(to);
}
