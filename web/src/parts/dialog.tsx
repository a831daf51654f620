// A dialog on the browser's own element: it keeps the focus, ends with Escape and gives the focus back.
import { type ReactElement, type ReactNode, useEffect, useId, useRef } from 'react';
import { Button } from './button.tsx';

const FIRST = ['input', 'select', 'textarea', 'button']
  .map((control) => `.dialog-body ${control}`)
  .join(', ');

export function Dialog(props: {
  readonly title: string;
  readonly onClose: () => void;
  readonly isWide?: boolean;
  readonly children: ReactNode;
}): ReactElement {
  const { title, onClose, isWide, children } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const element = dialog.current;
    if (element !== null && !element.open) {
      element.showModal();
      // The browser would take the first control, which closes it.
      element.querySelector<HTMLElement>(FIRST)?.focus();
    }
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      {...(isWide && { 'data-wide': '' })}
    >
      <header className="dialog-head">
        <h2 id={titleId}>{title}</h2>
        <Button kind="quiet" size="small" icon="broke" onClick={onClose}>
          <span className="only-read">Close</span>
        </Button>
      </header>
      <div className="dialog-body">{children}</div>
    </dialog>
  );
}
