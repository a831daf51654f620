// A button names its result; its key stands in it.
import type { ButtonHTMLAttributes, ReactElement, ReactNode, Ref } from 'react';
import { type GlyphName, Icon } from './icon.tsx';
import { KeyHint } from './key-hint.tsx';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly kind?: 'plain' | 'primary' | 'danger' | 'quiet';
  readonly size?: 'small' | 'normal' | 'big';
  readonly isWide?: boolean;
  readonly icon?: GlyphName;
  /** As it is shown, such as `⇧R`; what it does is registered with `useKeys`. */
  readonly keyHint?: string;
  readonly ref?: Ref<HTMLButtonElement>;
  readonly children: ReactNode;
}

export function Button(props: ButtonProps): ReactElement {
  const {
    kind = 'plain',
    size = 'normal',
    isWide,
    icon,
    keyHint,
    children,
    className,
    ...rest
  } = props;
  return (
    <button
      type="button"
      {...rest}
      className={className === undefined ? 'button' : `button ${className}`}
      data-kind={kind}
      data-size={size}
      {...(isWide && { 'data-wide': '' })}
    >
      {icon === undefined ? null : <Icon name={icon} />}
      <span>{children}</span>
      {keyHint === undefined ? null : <KeyHint keys={keyHint} />}
    </button>
  );
}
