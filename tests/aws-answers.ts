// ELBv2's and CloudWatch's answers on the wire, written by hand for tests of the AWS adapters.

import type { AwsClients } from '../src/cloud/aws/clients.ts';
import { createAwsClients } from '../src/cloud/aws/clients.ts';
import type { GivenAnswer } from './answering-server.ts';

const LISTENER_PATH = 'app/shop/50dc6c495c0c9188/f2f7dc8efc522ab2';
const ARN = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012';

export const LOAD_BALANCER = `${ARN}:loadbalancer/app/shop/50dc6c495c0c9188`;
export const LISTENER = `${ARN}:listener/${LISTENER_PATH}`;
export const RULE = `${ARN}:listener-rule/${LISTENER_PATH}/9683b2d02a6cabee`;
export const OTHER_RULE = `${ARN}:listener-rule/${LISTENER_PATH}/1111111111111111`;
export const DEFAULT_RULE = `${ARN}:listener-rule/${LISTENER_PATH}/2222222222222222`;
export const BLUE = `${ARN}:targetgroup/shop-blue/73e2d6bc24d8a067`;
export const GREEN = `${ARN}:targetgroup/shop-green/74e2d6bc24d8a068`;

export function clientsOf(endpoint: string): AwsClients {
  const credentials = { accessKeyId: 'twin', secretAccessKey: 'twin' };
  return createAwsClients({ region: 'eu-west-1', credentials, endpoint });
}

export function queryAnswer(operation: string, result: string): GivenAnswer {
  return {
    headers: { 'content-type': 'text/xml' },
    body:
      `<${operation}Response xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">` +
      `<${operation}Result>${result}</${operation}Result>` +
      `<ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></${operation}Response>`,
  };
}

export function queryError(status: number, code: string, message: string): GivenAnswer {
  return {
    status,
    headers: { 'content-type': 'text/xml' },
    body:
      '<ErrorResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/"><Error>' +
      `<Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>` +
      '<RequestId>r-1</RequestId></ErrorResponse>',
  };
}

export function ruleXml(arn: string, priority: string, actions: string, conditions = ''): string {
  return (
    `<member><RuleArn>${arn}</RuleArn><Priority>${priority}</Priority>` +
    `<IsDefault>${priority === 'default'}</IsDefault>` +
    `<Conditions>${conditions}</Conditions><Actions>${actions}</Actions></member>`
  );
}

export function forwardXml(weights: Readonly<Record<string, number>>): string {
  const tuples = Object.entries(weights).map(
    ([arn, weight]) =>
      `<member><TargetGroupArn>${arn}</TargetGroupArn><Weight>${weight}</Weight></member>`,
  );
  const [only] = Object.keys(weights);
  const single = tuples.length === 1 ? `<TargetGroupArn>${only}</TargetGroupArn>` : '';
  return (
    `<member><Type>forward</Type>${single}<ForwardConfig>` +
    `<TargetGroups>${tuples.join('')}</TargetGroups>` +
    '<TargetGroupStickinessConfig><Enabled>false</Enabled></TargetGroupStickinessConfig>' +
    '</ForwardConfig></member>'
  );
}
