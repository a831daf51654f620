// What texts, conditions and documents become, including hostile ones.
import { describe, expect, test } from 'vitest';
import type { Json } from '../lib/json.ts';
import { ownMember } from './methods/own-member.ts';
import {
  containsExpression,
  renderCondition,
  renderJson,
  renderText,
  stripOuter,
} from './render.ts';
import type { Lookup, Scope } from './scope.ts';

const known: Json = {
  matrix: { weight: '50', name: 'prod' },
  stage: {
    name: 'spot',
    variables: {
      port: '80',
      count: 3,
      on: true,
      none: null,
      'a-b': 'dashed',
      'a.b': 'dotted',
      list: ['x', 'y'],
      quote: 'it"s',
      injection: '1 + 1) > (0',
      first: '<+stage.variables.second>!',
      second: '<+stage.variables.third>',
      third: 'end',
      loopA: '<+stage.variables.loopB>',
      loopB: 'x<+stage.variables.loopA>',
      waiting: 'pre-<+steps.a.output.v>',
      prodRule: 'arn:rule',
    },
  },
  pipeline: { stages: { s: { steps: { Approve_0: { status: 'SUCCEEDED' } } } } },
  stepGroup: { identifierPostFix: '_0' },
};

const scope: Scope = {
  name: (path) => {
    if (path[0] === 'steps') return { status: 'later', need: path.join('.') };
    if (path[0] === 'here') return { status: 'later', need: 'x', as: ['there', ...path.slice(1)] };
    let at: Json | undefined = known;
    for (const segment of path) at = at === undefined ? undefined : ownMember(at, segment);
    return at === undefined
      ? { status: 'missing', nearest: 'stage.variables.port' }
      : { status: 'found', value: at };
  },
  call: (path, args): Lookup => {
    const name = path.join('.');
    if (name === 'join') return { status: 'found', value: args.join('+') };
    if (name === 'secrets.getValue') return { status: 'later', need: `secret ${args[0]}` };
    return { status: 'missing' };
  },
};

const filledIn = (text: string): Json => {
  const rendered = renderText(text, scope);
  return rendered.status === 'value' ? rendered.value : JSON.stringify(rendered);
};

describe('a text is filled in', () => {
  test.each<[string, Json]>([
    ['plain', 'plain'],
    ['<+(100 - <+matrix.weight>)>', 50],
    ['<+matrix.weight>', '50'],
    ['w=<+matrix.weight>%', 'w=50%'],
    ['<+stage.variables.count>', 3],
    ['<+ stage.variables.on >', true],
    ['<+stage.variables.none>', null],
    ['n=<+stage.variables.none>', 'n=null'],
    ['<+stage.variables["a-b"]>', 'dashed'],
    ["<+stage.variables['a.b']>", 'dotted'],
    ['<+stage.variables.get("a.b")>', 'dotted'],
    ['<+stage.variables.list[1]>', 'y'],
    ['<+stage.variables.list.size()>', 2],
    ['<+stage.variables[<+"po" + "rt">]>', '80'],
    ['<+stage.variables.<+"port">>', '80'],
    ['<+stage.variables.first>', 'end!'],
    ['<+pipeline.stages.s.steps.Approve<+stepGroup.identifierPostFix>.status>', 'SUCCEEDED'],
    ['<+join("<+matrix.name>", 2)>', 'prod+2'],
    ['<+1 + 2 * 3>', 7],
    ['<+7 / 2>', 3],
    ['<+7.0 / 2>', 3],
    ['<+7.5 / 2>', 3.75],
    ['<+7 mod 4>', 3],
    ['<+-<+matrix.weight>>', -50],
    ['<+"5" + 5>', 10],
    ['<+"v" + 5>', 'v5'],
    ['<+<+matrix.weight> == 50>', true],
    ['<+<+matrix.name> == "prod">', true],
    ['<+"a" eq "b" or not false>', true],
    ['<+<+matrix.weight> > 49>', true],
    ['<+(<+matrix.weight>>49)>', true],
    ['<+<+matrix.weight> gt 50>', false],
    ['<+<+matrix.weight> >= 50>', true],
    ['<+3 < 20>', true],
    ['<+"3" lt "20">', true],
    ['<+"b" > "a" && true>', true],
    ['<+stage.variables.on ? "yes" : "no">', 'yes'],
    ['<+stage.variables.absent ?: "fallback">', 'fallback'],
    ['<+false ? 1 : true ? 2 : 3>', 2],
    ['<+"release-1.2" =~ "release-.*">', true],
    ['<+"y" =~ stage.variables.list>', true],
    ['<+"y" !~ ["x"]>', true],
    ['<+stage.name.toUpperCase().concat("!")>', 'SPOT!'],
    ['<+"a,b".split(",")[1]>', 'b'],
    ['<+"abcabc".replace("b", "$&")>', 'a$&ca$&c'],
    ['<+" x ".trim().length()>', 1],
    ['<+"abc".substring(1, 2)>', 'b'],
    ['<+!"false">', true],
    ['<+!(1 == 2)>', true],
    [
      'if [ 1 -gt <+matrix.weight> ]; then cat <+stage.name>> out; fi',
      'if [ 1 -gt 50 ]; then cat spot> out; fi',
    ],
    ['<b><+ stage.name ></b> and 5 > 4', '<b>spot</b> and 5 > 4'],
    ['<+stage.name> > log; <+stage.name>', 'spot > log; spot'],
  ])('%s', (text, expected) => {
    expect(filledIn(text)).toEqual(expected);
  });
});

describe('values never become syntax', () => {
  test('a literal value is not filled in, nor what is composed of it', () => {
    const literal: Scope = {
      name: ([name]) =>
        name === 'a'
          ? { status: 'found', value: '<+secret>', literal: true }
          : { status: 'found', value: 'hush' },
      call: () => ({ status: 'missing' }),
    };
    expect(renderText('<+a>', literal)).toEqual({ status: 'value', value: '<+secret>' });
    expect(renderText('x<+a>', literal)).toEqual({ status: 'value', value: 'x<+secret>' });
    expect(renderText('<+"<" + "+b>">', literal)).toEqual({ status: 'value', value: '<+b>' });
  });

  test.each<[string, Json]>([
    ['<+<+stage.variables.injection> == "1 + 1) > (0">', true],
    ['<+"<+stage.variables.quote>" == <+stage.variables.quote>>', true],
    ['<+join("<+stage.variables.quote>")>', 'it"s'],
  ])('%s', (text, expected) => {
    expect(filledIn(text)).toEqual(expected);
  });

  test.each([
    '<+__proto__>',
    '<+constructor>',
    '<+stage.constructor>',
    '<+stage.__proto__.polluted>',
    '<+stage["__proto__"]>',
    '<+stage.name.constructor>',
    '<+stage.variables.list["constructor"]>',
    '<+stage.variables.list[<+"length">]>',
    '<+stage.name.constructor("x")>',
    '<+stage.getClass()>',
    '<+toString()>',
    '<+("x").constructor>',
  ])('no way to the host: %s', (text) => {
    expect(renderText(text, scope)).toMatchObject({ status: 'invalid' });
  });
});

describe('a mistake is told', () => {
  test.each([
    ['<+stage.nam>', 'there is no "stage.nam"; did you mean "stage.variables.port"?'],
    ['<+stage.name', 'is not closed by ">"'],
    ['<+>', 'a value is expected'],
    ['<+1 +>', 'a value is expected'],
    ['<+a b>', 'cannot go on with "b"'],
    ['<+"abc>', 'a quoted text is not closed'],
    ['<+1 - "x">', '"x" is not a number'],
    ['<+1 / 0>', 'divided by 0'],
    ['<+null + 1>', 'null cannot be added'],
    ['<+[1] < 2>', 'cannot be put in order'],
    ['<+"a" =~ "(?=a)a">', 'not a regular expression that can be used'],
    ['<+"a" =~ "[">', 'not a regular expression'],
    ['<+"abc".substring(2, 1)>', 'substring takes'],
    [
      '<+stage.variables.loopA>',
      'refers to itself: <+stage.variables.loopB> → x<+stage.variables.loopA> → <+stage.variables.loopB>',
    ],
    [`<+${'('.repeat(60)}1${')'.repeat(60)}>`, 'too many brackets'],
    [`${'<+'.repeat(16)}1${'>'.repeat(16)}`, 'nested deeper than 15'],
    [`<+${'1+'.repeat(9_000)}1>`, 'the expression is too long'],
    [`<+1>${'x'.repeat(262_144)}`, 'longer than 262144'],
    ['<+1>'.repeat(30_000), 'steps'],
  ])('mistake %#', (text, message) => {
    const rendered = renderText(text, scope);
    expect(rendered.status === 'invalid' ? rendered.message : rendered).toContain(message);
  });

  test('values that refer to each other for ever end', () => {
    let count = 0;
    const endless: Scope = {
      name: () => ({ status: 'found', value: `${count++}<+a><+a>` }),
      call: () => ({ status: 'missing' }),
    };
    const rendered = renderText('<+a>', endless);
    expect(rendered.status === 'invalid' && rendered.message).toContain('more than 15 times');
  });
});

describe('what is not known yet waits', () => {
  test.each([
    ['<+steps.a.output.v>', '<+steps.a.output.v>'],
    ['<+here.a>', '<+there.a>'],
    ['w=<+matrix.weight> <+steps.a.status>', 'w=50 <+steps.a.status>'],
    ['<+stage.variables.waiting>', 'pre-<+steps.a.output.v>'],
    ['<+(<+steps.a.output.v> + <+matrix.weight>)>', '<+(steps.a.output.v + ("50"))>'],
    ['<+stage.variables.waiting == "a\\"b">', '<+("pre-<+steps.a.output.v>" == "a\\"b")>'],
    ['<+secrets.getValue("<+stage.name>")>', '<+secrets.getValue("spot")>'],
    ['<+steps.a.output.v ?: stage.name>', '<+(steps.a.output.v ?: "spot")>'],
    [
      '<+steps.a.output.v ? stage.absent : matrix.weight>',
      '<+(steps.a.output.v ? stage.absent : "50")>',
    ],
    ['<+steps.<+steps.b.output.v>.output>', '<+steps.<+steps.b.output.v>.output>'],
    ['<+(steps.a.output.v)[0]["b"]["c-d"]>', '<+(steps.a.output.v)[0].b["c-d"]>'],
    ['<+steps.a.output.v.trim()>', '<+(steps.a.output.v).trim()>'],
    ['<+!steps.a.output["x-y"]>', '<+!(steps.a.output["x-y"])>'],
    ['<+false && steps.a.output.v>', false],
  ])('%s', (text, expected) => {
    const rendered = renderText(text, scope);
    expect(rendered.status === 'later' ? rendered.rest : filledIn(text)).toBe(expected);
  });

  test('what is left means the same when it is filled in later', () => {
    const later: Scope = {
      name: (path) => (path[0] === 'steps' ? { status: 'found', value: '7' } : scope.name(path)),
      call: scope.call,
    };
    for (const text of [
      'x <+(<+steps.a.v> + <+matrix.weight>) * 2> y',
      '<+stage.variables.waiting == "pre-7" && <+matrix.weight> > 3>',
      '<+-(<+steps.a.v> - 9) % 5>',
      '<+<+steps.a.v> =~ ["7"] ? <+stage.variables.quote> : 0>',
    ]) {
      const first = renderText(text, scope);
      const rest = first.status === 'later' ? first.rest : 'not later';
      expect(renderText(rest, later)).toEqual(renderText(text, later));
    }
  });

  test('a name that nobody knows is not hidden by one that waits', () => {
    expect(renderText('<+steps.a.output.v> <+stage.nam>', scope).status).toBe('invalid');
  });
});

describe('a condition', () => {
  test.each<[string, Json]>([
    ['true', true],
    ['<+matrix.name> == "prod" && <+matrix.weight> > 20', true],
    ['<+matrix.weight == 100>', false],
    ['<+stage.name>', true],
    [
      '<+steps.a.status> == "FAILED" || <+matrix.weight> == 1',
      '<+((steps.a.status == "FAILED") || false)>',
    ],
  ])('%s', (text, expected) => {
    const rendered = renderCondition(text, scope);
    if (rendered.status === 'later') expect(rendered.rest).toBe(expected);
    else expect(rendered).toEqual({ status: 'value', value: expected });
  });
});

test('a document is filled in leaf by leaf; what waits and what is wrong stays', () => {
  const document = {
    a: ['<+matrix.weight>', 1],
    b: { c: '<+steps.a.v> <+matrix.weight>' },
    d: '<+no>',
  };
  expect(renderJson(document, scope)).toEqual({
    value: { a: ['50', 1], b: { c: '<+steps.a.v> 50' }, d: '<+no>' },
    needs: ['steps.a.v'],
    problems: [{ path: ['d'], message: 'there is no "no"; did you mean "stage.variables.port"?' }],
  });
});

test('a member named like the host’s is only a member', () => {
  const document = JSON.parse('{"__proto__": "<+matrix.weight>"}') as Json;
  expect(JSON.stringify(renderJson(document, scope).value)).toBe('{"__proto__":"50"}');
});

test('the outer brackets of a whole expression come off', () => {
  expect(stripOuter(' <+a.<+b>> ')).toBe('a.<+b>');
  expect(stripOuter('<+a> <+b>')).toBeUndefined();
  expect(containsExpression('a < +b')).toBe(false);
});
