// A panel: a titled part of a page, in amber when a person decides there and in red when one repairs.
import { type ReactElement, type ReactNode, useId } from 'react';

export interface PanelProps {
  readonly title: ReactNode;
  /** Right of the title: a count, an age, a legend or buttons. */
  readonly aside?: ReactNode;
  readonly tone?: 'plain' | 'person' | 'repair';
  /** For tables and lists that reach the panel's edges. */
  readonly isFlush?: boolean;
  readonly id?: string;
  readonly className?: string;
  readonly children: ReactNode;
}

export function Panel(props: PanelProps): ReactElement {
  const titleId = useId();
  const { title, aside, tone = 'plain', isFlush = false, id, className = '', children } = props;
  return (
    <section
      className={`panel ${className}`}
      data-tone={tone}
      aria-labelledby={titleId}
      {...(id !== undefined && { id })}
    >
      <header className="panel-head">
        <h2 id={titleId}>{title}</h2>
        {aside === undefined ? null : <div className="panel-aside label second">{aside}</div>}
      </header>
      <div className="panel-body" {...(isFlush && { 'data-flush': '' })}>
        {children}
      </div>
    </section>
  );
}
