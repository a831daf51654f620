// What the server's settings say of people: identity providers, what their groups mean here, and whether loopback is open.
import type { Role } from './caller.ts';

export interface PeopleSettings {
  /** Everybody on this machine is the owner `open`; only where nothing but loopback reaches the server. */
  readonly openOnLoopback: boolean;
  readonly oidc: readonly OidcProvider[];
}

export interface OidcProvider {
  /** In addresses: lower-case letters, digits and dashes. */
  readonly id: string;
  /** On the button. */
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  /** Undefined for a client without a secret, which PKCE alone protects. */
  readonly clientSecret: string | undefined;
  readonly scopes: readonly string[];
  /** The claim that lists a person's groups. */
  readonly groupsClaim: string;
  /** Put before each group, so that those of two providers differ. */
  readonly groupsPrefix: string;
  /** The claim that is the user's name here; a person must not be able to choose it. */
  readonly userClaim: string;
  /** Groups whose people are owners of the server. */
  readonly owners: readonly string[];
  /** The first line that fits a person and a project counts; a role given here counts before all of them. */
  readonly roles: readonly MappedRole[];
}

export interface MappedRole {
  readonly group: string;
  readonly role: Role;
  /** Undefined for all. */
  readonly projects: readonly string[] | undefined;
}
