// What stands where nothing is yet: what will be here, and what fills it.
import type { ReactElement, ReactNode } from 'react';
import { Command } from './copy.tsx';

export function Empty({
  title,
  command,
  action,
  children,
}: {
  readonly title: string;
  readonly command?: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      <p>{children}</p>
      {command === undefined ? null : <Command text={command} />}
      {action}
    </div>
  );
}
