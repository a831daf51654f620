// The word of one of the two groups with its mark: blue a square, green a diamond.
import type { ReactElement, ReactNode } from 'react';

export function GroupName({
  group,
  children = group,
}: {
  readonly group: 'green' | 'blue';
  readonly children?: ReactNode;
}): ReactElement {
  return (
    <span className="group-name" data-group={group}>
      {children}
    </span>
  );
}
