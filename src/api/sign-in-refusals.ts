// Why signing in at an identity provider came to nothing: the server sends the browser back with a code, the page says the sentence.
export const SIGN_IN_REFUSALS = {
  'provider-unreachable':
    'The identity provider does not answer. Try again in a minute; the server’s owner finds the reason in the audit trail.',
  'provider-refused': 'The identity provider has not let you in, or you have turned back there.',
  'begun-elsewhere':
    'This sign-in was not begun in this browser, or longer than ten minutes ago. Begin again.',
  'not-believed':
    'What the identity provider sent does not hold. Begin again; the server’s owner finds the reason in the audit trail.',
  'name-taken':
    'Somebody who signs in otherwise has your name here. An owner of the server can rename or remove that user.',
  disabled: 'You are disabled here. Ask an owner of the server.',
} as const;

export type SignInRefusal = keyof typeof SIGN_IN_REFUSALS;
