// A button that copies a text, and a command shown with one.
import { type ReactElement, useEffect, useState } from 'react';
import { Button } from './button.tsx';

const SHOWN_MS = 2_000;

export function Copy({
  text,
  what,
}: {
  readonly text: string;
  /** What is copied, for who does not see it: `the plan hash`. */
  readonly what: string;
}): ReactElement {
  const [state, setState] = useState<'ready' | 'copied' | 'refused'>('ready');
  useEffect(() => {
    if (state === 'ready') return undefined;
    const timer = setTimeout(() => setState('ready'), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => setState('copied'),
      () => setState('refused'),
    );
  };
  return (
    <Button kind="quiet" size="small" icon={state === 'copied' ? 'done' : 'copy'} onClick={copy}>
      <span className="only-read">Copy {what}</span>
      <span aria-live="polite">
        {state === 'copied' ? 'Copied' : state === 'refused' ? 'The browser refused' : ''}
      </span>
    </Button>
  );
}

export function Command({ text }: { readonly text: string }): ReactElement {
  return (
    <div className="command">
      <code>{text}</code>
      <Copy text={text} what="the command" />
    </div>
  );
}
