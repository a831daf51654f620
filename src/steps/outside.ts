// The ports to what is neither a cloud nor a script: servers that pipelines call, and mail.

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly { readonly key: string; readonly value: string }[];
  readonly body: string;
}

export interface HttpAnswer {
  readonly code: number;
  /** By their names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Why nothing was sent, when this answer was given in the place of the server's. */
  readonly insteadOf?: string;
}

/**
 * Sends one request and reads the whole answer. Throws `CloudError`: `unavailable` when it was not
 * sent, `unknown-outcome` when it was and no answer came, `invalid` when it must not be sent at all.
 */
export interface HttpClient {
  send(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer>;
}

export interface Mail {
  /** The same for the same mail, so that one that comes twice can be told. */
  readonly id: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly subject: string;
  readonly body: string;
}

/** Throws as `HttpClient` does. */
export interface Mailer {
  /** The addresses of a user group; empty for a group that nobody knows. */
  addressesOf(group: string): readonly string[];
  send(mail: Mail, signal: AbortSignal): Promise<SentMail>;
}

export interface SentMail {
  /** Addresses that the server did not take; it took at least one. */
  readonly rejected: readonly string[];
  /** Why nothing was sent, where nothing may leave this machine. */
  readonly insteadOf?: string;
}
