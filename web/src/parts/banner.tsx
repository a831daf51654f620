// A banner: one sentence about the page as a whole, with at most one thing to do.
import type { ReactElement, ReactNode } from 'react';
import { type GlyphName, Icon } from './icon.tsx';

export function Banner(props: {
  /** `person`: wants a look. `repair`: something is broken. */
  readonly tone?: 'plain' | 'person' | 'repair';
  readonly icon?: GlyphName;
  readonly action?: ReactNode;
  /** Said at once, even in the middle of a sentence. */
  readonly isAssertive?: boolean;
  readonly children: ReactNode;
}): ReactElement {
  const { tone = 'plain', icon, action, isAssertive = false, children } = props;
  return (
    <div className="banner" data-tone={tone} role={isAssertive ? 'alert' : 'status'}>
      <Icon name={icon ?? (tone === 'plain' ? 'clock' : 'warning')} />
      <div className="banner-words">{children}</div>
      {action}
    </div>
  );
}
