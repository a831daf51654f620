// AWS's query protocol in both directions.
import { expect, test } from 'vitest';
import { parseQueryRequest } from './query-request.ts';
import { xmlOf } from './xml.ts';

test('nested lists come as they were sent, numbers and booleans as such', () => {
  const forward = 'Actions.member.1.ForwardConfig';
  const body = [
    'Action=ModifyRule',
    'Actions.member.1.Type=forward',
    `${forward}.TargetGroups.member.2.TargetGroupArn=arn%3Ab`,
    `${forward}.TargetGroups.member.2.Weight=0`,
    `${forward}.TargetGroups.member.1.TargetGroupArn=arn%3Aa`,
    `${forward}.TargetGroups.member.1.Weight=90`,
    `${forward}.TargetGroupStickinessConfig.Enabled=false`,
  ].join('&');
  expect(parseQueryRequest(body)).toEqual({
    Action: 'ModifyRule',
    Actions: [
      {
        Type: 'forward',
        ForwardConfig: {
          TargetGroups: [
            { TargetGroupArn: 'arn:a', Weight: 90 },
            { TargetGroupArn: 'arn:b', Weight: 0 },
          ],
          TargetGroupStickinessConfig: { Enabled: false },
        },
      },
    ],
  });
});

test('more than nine members keep the order of their numbers', () => {
  const body = Array.from({ length: 12 }, (_, i) => `RuleArns.member.${12 - i}=r${12 - i}`).join(
    '&',
  );
  const { RuleArns } = parseQueryRequest(body);
  expect(RuleArns).toEqual(Array.from({ length: 12 }, (_, i) => `r${i + 1}`));
});

test('an empty text is an empty list where a list is meant', () => {
  expect(parseQueryRequest('RuleArns=&Marker=')).toEqual({ RuleArns: [], Marker: '' });
});

test('names from outside are only names', () => {
  const parsed = parseQueryRequest('__proto__.polluted=1&constructor.prototype.polluted=1');
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  expect(Object.keys(parsed)).toEqual(['__proto__', 'constructor']);
});

test('answers are written with members, escaped, without what is not there', () => {
  const value = {
    Rules: [{ Text: '<a & "b">', Weight: 0, On: false, Gone: undefined }],
    Empty: [],
  };
  expect(xmlOf(value)).toBe(
    '<Rules><member><Text>&lt;a &amp; &quot;b&quot;&gt;</Text><Weight>0</Weight><On>false</On></member></Rules><Empty></Empty>',
  );
});
