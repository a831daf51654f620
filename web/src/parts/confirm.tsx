// A button for what cannot be taken back: pressed twice in the same place within eight seconds, no dialog.
import { type ReactElement, useEffect, useState } from 'react';
import { Button, type ButtonProps } from './button.tsx';

const SURE_WITHIN_MS = 8_000;

export function Confirm(props: {
  readonly label: string;
  /** Says what the second press does. */
  readonly sure: string;
  readonly onSure: () => void;
  readonly isBusy?: boolean;
  readonly size?: Exclude<ButtonProps['size'], undefined>;
}): ReactElement {
  const { label, sure, onSure, isBusy = false, size = 'small' } = props;
  const [isAsked, setAsked] = useState(false);
  useEffect(() => {
    if (!isAsked) return undefined;
    const timer = setTimeout(() => setAsked(false), SURE_WITHIN_MS);
    return () => clearTimeout(timer);
  }, [isAsked]);
  const press = () => {
    setAsked(!isAsked);
    if (isAsked) onSure();
  };
  return (
    <Button size={size} kind={isAsked ? 'danger' : 'plain'} onClick={press} disabled={isBusy}>
      {isAsked ? sure : label}
    </Button>
  );
}
