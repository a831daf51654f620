// A sign-in at an identity provider that came to nothing: a code for the person, a reason for the audit trail.
import type { SignInRefusal } from '../../../api/sign-in-refusals.ts';

export class OidcRefusal extends Error {
  override readonly name = 'OidcRefusal';
  readonly code: SignInRefusal;

  constructor(code: SignInRefusal, why: string) {
    super(why);
    this.code = code;
  }
}
