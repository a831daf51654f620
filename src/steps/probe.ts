// The probe port: requests of our own through a rule, to see which version answers them.

export interface ProbeRequest {
  readonly loadBalancerArn: string;
  readonly dnsName: string;
  readonly listenerArn: string;
  readonly port: number;
  readonly protocol: string;
  /** What the rule's own conditions ask for; undefined when it has no such condition. */
  readonly host: string | undefined;
  readonly path: string | undefined;
  /** The response header whose value tells versions apart. */
  readonly header: string;
  readonly requests: number;
}

/**
 * Sends GET requests, a few at a time, and answers one entry per request: the header's value, or
 * null when there was no answer or none with the header. It never throws and ends by itself within
 * seconds per request.
 */
export interface ProbeClient {
  send(request: ProbeRequest): Promise<readonly (string | null)[]>;
}
