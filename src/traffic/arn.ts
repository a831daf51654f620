// What the ARNs of load balancer things say about each other.

/** The load balancer that a listener or a listener rule belongs to; undefined for any other ARN. */
export function loadBalancerArnOf(arn: string): string | undefined {
  const parts =
    /^(arn:[^:]*:elasticloadbalancing:[^:]*:[^:]*:)listener(?:-rule)?\/app\/([^/]+)\/([^/]+)\//.exec(
      arn,
    );
  if (parts === null) return undefined;
  return `${parts[1]}loadbalancer/app/${parts[2]}/${parts[3]}`;
}

/** The readable part of a target group's ARN. */
export function targetGroupName(arn: string): string {
  return /targetgroup\/([^/]+)\//.exec(arn)?.[1] ?? arn;
}

/** The readable part of a load balancer's ARN. */
export function loadBalancerName(arn: string): string {
  return /loadbalancer\/app\/([^/]+)\//.exec(arn)?.[1] ?? arn;
}
