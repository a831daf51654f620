// The head of a page: the one h1, which is its answer as a sentence, and what it is about.
import { type ReactElement, type ReactNode, useEffect } from 'react';
import { Announce } from './announce.tsx';
import { PathLink } from './path-link.tsx';

export interface Crumb {
  readonly text: string;
  /** A path of this application. */
  readonly to?: string;
}

export function PageHead(props: {
  readonly sentence: string;
  /** Of the window; the sentence when nothing else is given. */
  readonly title?: string;
  readonly crumbs?: readonly Crumb[];
  readonly meta?: ReactNode;
  readonly children?: ReactNode;
}): ReactElement {
  const { sentence, title = sentence, crumbs, meta, children } = props;
  useEffect(() => {
    document.title = `${title} · Penstock`;
  }, [title]);
  return (
    <div className="page-head">
      {crumbs === undefined && meta === undefined ? null : (
        <div className="page-meta">
          {crumbs === undefined ? <span /> : <Crumbs crumbs={crumbs} />}
          <div>{meta}</div>
        </div>
      )}
      <h1>{sentence}</h1>
      <Announce text={sentence} />
      {children === undefined ? null : <div className="page-lead">{children}</div>}
    </div>
  );
}

export function Crumbs({ crumbs }: { readonly crumbs: readonly Crumb[] }): ReactElement {
  return (
    <nav className="crumbs" aria-label="Where this stands">
      <ol>
        {crumbs.map(({ text, to }) => (
          <li key={text}>{to === undefined ? text : <PathLink to={to}>{text}</PathLink>}</li>
        ))}
      </ol>
    </nav>
  );
}
