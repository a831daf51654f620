// A refusal: nothing was started, nothing was changed, and the message says what to do.
import type { Diagnostic } from '../pipeline/diagnostic.ts';

/**
 * usage: the command line is wrong. invalid: the author's files are. unreachable: a cloud or twin did
 * not answer. state: the journal in the state folder cannot be used.
 */
export type RefusalKind = 'usage' | 'invalid' | 'unreachable' | 'state';

export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly kind: RefusalKind;
  readonly diagnostics: readonly Diagnostic[];
  constructor(
    kind: RefusalKind,
    message: string,
    options?: { readonly cause?: unknown; readonly diagnostics?: readonly Diagnostic[] },
  ) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.kind = kind;
    this.diagnostics = options?.diagnostics ?? [];
  }
}
