// What each operation's request may contain, as AWS's service description bounds it.
import { type FieldCheck, fields, flag, list, oneOf, text, whole } from './field-check.ts';

const PROTOCOL = oneOf(
  ...['HTTP', 'HTTPS', 'TCP', 'TLS', 'UDP', 'TCP_UDP', 'GENEVE', 'QUIC', 'TCP_QUIC'],
);
const PORT = whole(1, 65_535);
const PRIORITY = whole(1, 50_000);
const TEXTS = list(text());
const ATTRIBUTE = fields({
  Key: text({ most: 256, pattern: /^[a-zA-Z0-9._]+$/ }),
  Value: text({ most: 1_024 }),
});
const TAG_TEXT = /^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$/u;
const TAG_KEY = text({ least: 1, most: 128, pattern: TAG_TEXT });
const TAGS = list(
  fields({ Key: TAG_KEY, Value: text({ most: 256, pattern: TAG_TEXT }) }, ['Key']),
  { least: 1 },
);
const ACTIONS = list(
  fields(
    {
      Type: oneOf(
        ...['forward', 'authenticate-oidc', 'authenticate-cognito', 'redirect', 'fixed-response'],
        'jwt-validation',
      ),
      TargetGroupArn: text(),
      Order: PRIORITY,
      ForwardConfig: fields({
        TargetGroups: list(fields({ TargetGroupArn: text() })),
        TargetGroupStickinessConfig: fields({ Enabled: flag() }),
      }),
      RedirectConfig: fields(
        {
          Protocol: text({ pattern: /^(HTTPS?|#\{protocol\})$/ }),
          Port: text(),
          Host: text({ least: 1, most: 128 }),
          Path: text({ least: 1, most: 128 }),
          Query: text({ most: 128 }),
          StatusCode: oneOf('HTTP_301', 'HTTP_302'),
        },
        ['StatusCode'],
      ),
      FixedResponseConfig: fields(
        {
          MessageBody: text({ most: 1_024 }),
          StatusCode: text({ pattern: /^(2|4|5)\d\d$/ }),
          ContentType: text({ most: 32 }),
        },
        ['StatusCode'],
      ),
    },
    ['Type'],
  ),
);
const CONDITIONS = list(fields({ Field: text({ most: 64 }) }));
const REWRITES = fields({
  Rewrites: list(
    fields({ Regex: text({ most: 1_024 }), Replace: text({ most: 1_024 }) }, ['Regex', 'Replace']),
  ),
});
const TRANSFORMS = list(
  fields(
    {
      Type: oneOf('host-header-rewrite', 'url-rewrite'),
      HostHeaderRewriteConfig: REWRITES,
      UrlRewriteConfig: REWRITES,
    },
    ['Type'],
  ),
);
const LISTENER = {
  Port: PORT,
  Protocol: PROTOCOL,
  SslPolicy: text(),
  Certificates: list(fields({ CertificateArn: text() })),
  DefaultActions: ACTIONS,
  AlpnPolicy: TEXTS,
  MutualAuthentication: fields({
    Mode: text(),
    TrustStoreArn: text(),
    IgnoreClientCertificateExpiry: flag(),
    AdvertiseTrustStoreCaNames: oneOf('on', 'off'),
  }),
};
const HEALTH_CHECK = {
  HealthCheckProtocol: PROTOCOL,
  HealthCheckPort: text(),
  HealthCheckPath: text({ least: 1, most: 1_024 }),
  HealthCheckEnabled: flag(),
  HealthCheckIntervalSeconds: whole(5, 300),
  HealthCheckTimeoutSeconds: whole(2, 120),
  HealthyThresholdCount: whole(2, 10),
  UnhealthyThresholdCount: whole(2, 10),
  Matcher: fields({ HttpCode: text(), GrpcCode: text() }),
};
const TARGETS = list(
  fields({ Id: text(), Port: PORT, QuicServerId: text({ least: 1, most: 256 }) }, ['Id']),
);
const PAGE = { Marker: text(), PageSize: whole(1, 400) };

export const REQUEST_CHECKS: Readonly<Record<string, FieldCheck>> = {
  CreateLoadBalancer: fields(
    {
      Name: text(),
      Subnets: TEXTS,
      SubnetMappings: list(fields({ SubnetId: text() })),
      SecurityGroups: TEXTS,
      Scheme: oneOf('internet-facing', 'internal'),
      Tags: TAGS,
      Type: oneOf('application', 'network', 'gateway'),
      IpAddressType: oneOf('ipv4', 'dualstack', 'dualstack-without-public-ipv4'),
      CustomerOwnedIpv4Pool: text({ most: 256, pattern: /^(ipv4pool-coip-)[a-zA-Z0-9]+$/ }),
      EnablePrefixForIpv6SourceNat: oneOf('on', 'off'),
      IpamPools: fields({
        Ipv4IpamPoolId: text({ most: 1_000, pattern: /^(ipam-pool-)[a-zA-Z0-9]+$/ }),
      }),
    },
    ['Name'],
  ),
  DeleteLoadBalancer: fields({ LoadBalancerArn: text() }, ['LoadBalancerArn']),
  DescribeLoadBalancerAttributes: fields({ LoadBalancerArn: text() }, ['LoadBalancerArn']),
  ModifyLoadBalancerAttributes: fields({ LoadBalancerArn: text(), Attributes: list(ATTRIBUTE) }, [
    'LoadBalancerArn',
    'Attributes',
  ]),
  CreateListener: fields({ ...LISTENER, LoadBalancerArn: text(), Tags: TAGS }, [
    'LoadBalancerArn',
    'DefaultActions',
  ]),
  ModifyListener: fields({ ...LISTENER, ListenerArn: text() }, ['ListenerArn']),
  DeleteListener: fields({ ListenerArn: text() }, ['ListenerArn']),
  CreateRule: fields(
    {
      ListenerArn: text(),
      Conditions: CONDITIONS,
      Priority: PRIORITY,
      Actions: ACTIONS,
      Tags: TAGS,
      Transforms: TRANSFORMS,
    },
    ['ListenerArn', 'Conditions', 'Priority', 'Actions'],
  ),
  ModifyRule: fields(
    {
      RuleArn: text(),
      Conditions: CONDITIONS,
      Actions: ACTIONS,
      Transforms: TRANSFORMS,
      ResetTransforms: flag(),
    },
    ['RuleArn'],
  ),
  DeleteRule: fields({ RuleArn: text() }, ['RuleArn']),
  SetRulePriorities: fields(
    { RulePriorities: list(fields({ RuleArn: text(), Priority: PRIORITY })) },
    ['RulePriorities'],
  ),
  CreateTargetGroup: fields(
    {
      ...HEALTH_CHECK,
      Name: text(),
      Protocol: PROTOCOL,
      ProtocolVersion: text(),
      Port: PORT,
      VpcId: text(),
      TargetType: oneOf('instance', 'ip', 'lambda', 'alb'),
      Tags: TAGS,
      IpAddressType: oneOf('ipv4', 'ipv6'),
      TargetControlPort: PORT,
    },
    ['Name'],
  ),
  ModifyTargetGroup: fields({ ...HEALTH_CHECK, TargetGroupArn: text() }, ['TargetGroupArn']),
  DeleteTargetGroup: fields({ TargetGroupArn: text() }, ['TargetGroupArn']),
  ModifyTargetGroupAttributes: fields({ TargetGroupArn: text(), Attributes: list(ATTRIBUTE) }, [
    'TargetGroupArn',
    'Attributes',
  ]),
  RegisterTargets: fields({ TargetGroupArn: text(), Targets: TARGETS }, [
    'TargetGroupArn',
    'Targets',
  ]),
  DeregisterTargets: fields({ TargetGroupArn: text(), Targets: TARGETS }, [
    'TargetGroupArn',
    'Targets',
  ]),
  DescribeLoadBalancers: fields({ ...PAGE, LoadBalancerArns: TEXTS, Names: TEXTS }),
  DescribeListeners: fields({ ...PAGE, LoadBalancerArn: text(), ListenerArns: TEXTS }),
  DescribeRules: fields({ ...PAGE, ListenerArn: text(), RuleArns: TEXTS }),
  DescribeTargetGroups: fields({
    ...PAGE,
    LoadBalancerArn: text(),
    TargetGroupArns: TEXTS,
    Names: TEXTS,
  }),
  DescribeTargetGroupAttributes: fields({ TargetGroupArn: text() }, ['TargetGroupArn']),
  DescribeTargetHealth: fields(
    { TargetGroupArn: text(), Targets: TARGETS, Include: list(oneOf('AnomalyDetection', 'All')) },
    ['TargetGroupArn'],
  ),
  DescribeTags: fields({ ResourceArns: TEXTS }, ['ResourceArns']),
  AddTags: fields({ ResourceArns: TEXTS, Tags: TAGS }, ['ResourceArns', 'Tags']),
  RemoveTags: fields({ ResourceArns: TEXTS, TagKeys: list(TAG_KEY) }, ['ResourceArns', 'TagKeys']),
};
