// Sends a person's word to the server, once at a time, and keeps what was answered: recorded, or refused with what is true now.
import { useCallback, useMemo, useRef, useState } from 'react';
import { ApiError } from '../../../src/api/client.ts';

export type WordState =
  | { readonly is: 'ready' }
  | { readonly is: 'sending' }
  | { readonly is: 'recorded'; readonly says: string; readonly run: string | null }
  | { readonly is: 'refused'; readonly says: string; readonly code: string };

export interface Word {
  readonly state: WordState;
  /** False when it was refused, or another one is still under way. */
  send(call: () => Promise<Answered>): Promise<boolean>;
  forget(): void;
}

interface Answered {
  readonly says: string;
  readonly run?: string | null;
}

export function useWord(): Word {
  const [state, setState] = useState<WordState>({ is: 'ready' });
  const isUnderWay = useRef(false);
  const send = useCallback(async (call: () => Promise<Answered>): Promise<boolean> => {
    if (isUnderWay.current) return false;
    isUnderWay.current = true;
    setState({ is: 'sending' });
    try {
      const { says, run = null } = await call();
      setState({ is: 'recorded', says, run });
      return true;
    } catch (error) {
      setState(refusedAs(error));
      return false;
    } finally {
      isUnderWay.current = false;
    }
  }, []);
  const forget = useCallback(() => setState({ is: 'ready' }), []);
  return useMemo(() => ({ state, send, forget }), [state, send, forget]);
}

function refusedAs(error: unknown): WordState {
  if (error instanceof ApiError) {
    const { code, detail, requestId, wasWritten, status } = error.problem;
    const written = wasWritten ? ' Something had been recorded by then.' : '';
    const request = status >= 500 && requestId !== '' ? ` Request ${requestId}.` : '';
    return { is: 'refused', says: `${detail}${written}${request}`, code };
  }
  return {
    is: 'refused',
    says: 'The server did not answer. Whether it heard this is not known: the page shows it as soon as it is back.',
    code: 'no-answer',
  };
}
