// The functions: values out of JSON and XML texts, patterns, and texts for scripts.
import { describe, expect, test } from 'vitest';
import { filledIn } from '../../../tests/filled-in.ts';
import type { Json } from '../../lib/json.ts';

const shop = {
  store: {
    book: [
      { title: 'A', price: 8, tags: ['x'] },
      { title: 'B', price: 12 },
      { title: 'C', price: 20, isbn: '1' },
    ],
    name: 'Shop',
  },
  'odd-key': { 'a.b': 1 },
};

const known = {
  shop: JSON.stringify(shop),
  object: shop,
  xml: `<?xml version="1.0"?><!-- note -->
    <v:shop xmlns:v="urn:x"><book id="1"><title>A &amp; B</title><price>8</price></book>
    <book id='2' old="yes"><title><![CDATA[C < D]]></title><price>12</price></book><empty/></v:shop>`,
  version: 'build-3935-0.rpm',
};

describe('a function has a value', () => {
  test.each<[string, Json]>([
    ['json.object(shop).store.name', 'Shop'],
    ['json.object("[1, 2]")[1]', 2],
    ['json.object("\\"text\\"")', 'text'],
    ['json.select("store.name", shop)', 'Shop'],
    ['json.select("$.store.name", shop)', 'Shop'],
    ['json.select("store.book[0].title", shop)', 'A'],
    ['json.select("store.book[-1].title", shop)', 'C'],
    ["json.select('odd-key', shop)", { 'a.b': 1 }],
    [`json.select("['odd-key']['a.b']", shop)`, 1],
    ['json.select("store.book[1]", shop).price', 12],
    ['json.select("store.book[1].price", shop) + 1', 13],
    ['json.select("store.book.length()", shop)', 3],
    ['json.select("[1].a", "[{}, {\\"a\\": \\"x\\"}]")', 'x'],
    ['json.select("store.name", object)', 'Shop'],
    ['json.select("store.absent", shop) ?: "none"', 'none'],
    // A path that may find many yields its only find, as in Harness.
    [`json.select("store.book[?(@.title == 'B')].price", shop)`, 12],
    ['json.list("store.book[*].title", shop)', ['A', 'B', 'C']],
    ['json.list("store.book[0:2].title", shop)', ['A', 'B']],
    ['json.list("store.book[0,2].title", shop)', ['A', 'C']],
    ['json.list("$..title", shop)', ['A', 'B', 'C']],
    ['json.list("$..book[0].title", shop)', ['A']],
    ['json.list("store.book[?(@.price > 10)].title", shop)', ['B', 'C']],
    ['json.list("store.book[?(@.price >= 8 && @.price < 20)].title", shop)', ['A', 'B']],
    [`json.list("store.book[?(@.isbn || @.title == 'A')].title", shop)`, ['A', 'C']],
    [`json.list("store.book[?(@.title in ['A', 'C'])].title", shop)`, ['A', 'C']],
    ['json.list("store.book[?(@.title =~ /[ab]/i)].title", shop)', ['A', 'B']],
    ['json.list("store.book[?(@.tags[0])].title", shop)', ['A']],
    ['json.list("store.book", shop).size()', 3],
    ['json.list("store.*", shop).size()', 2],
    ['json.format(object.store.book[0])', '{"title":"A","price":8,"tags":["x"]}'],
    ['json.format("a\\"b")', '"a\\"b"'],
    ['xml.select("/shop/book/title", xml)', 'A & B'],
    ['xml.select("/shop/book[2]/title", xml)', 'C < D'],
    ['xml.select("/shop/book[last()]/price", xml)', '12'],
    ['xml.select("//price", xml)', '8'],
    ['xml.select("//book/@id", xml)', '1'],
    [`xml.select("//book[@id='2']/title", xml)`, 'C < D'],
    [`xml.select("//book[price=12]/@id", xml)`, '2'],
    [`xml.select("//book[title='A & B' and @id='1']/price/text()", xml)`, '8'],
    ['xml.select("//book[@old]/@id", xml)', '2'],
    [`xml.select("//book[@id!='1']/@id", xml)`, '2'],
    ['xml.select("//title/../price", xml)', '8'],
    ['xml.select("/*/book[1]/price/.", xml)', '8'],
    ['xml.select("count(//book)", xml)', 2],
    ['xml.select("string(//book[2]/price)", xml)', '12'],
    ['xml.select("/shop/empty", xml)', ''],
    ['xml.select("/shop/absent", xml)', ''],
    ['xml.select("/a/@b", "<a b=\'&#65;&#x42;\'/>")', 'AB'],
    ['regex.extract("[0-9]+", version)', '3935'],
    ['regex.extract("[0-9]*", version)', '3935'],
    ['regex.extract("[A-Z]", version)', ''],
    ['regex.match("[0-9]{4}", version)', true],
    ['regex.match("^[0-9]{4}", version)', false],
    ['regex.replace("[0-9]+", "N", version)', 'build-N-N.rpm'],
    ['regex.replace("(\\w+)-(\\d+)", "$2-$1", version)', '3935-build-0.rpm'],
    [`shell.escape("a'b c")`, String.raw`a\'b c`],
    ['shell.escape("$x;(y)|z&")', String.raw`\$x\;\(y\)\|z\&`],
    [`shell.quote("it's")`, `'it'\\''s'`],
    [String.raw`shell.doubleQuote("a\"b$c\\d")`, String.raw`"a\"b\$c\\d"`],
    [
      'json.select("<+later.path>", shop)',
      {
        later: `<+json.select("<+later.path>", ${JSON.stringify(JSON.stringify(shop))})>`,
      },
    ],
  ])('%s', (inside, expected) => {
    expect(filledIn(inside, known)).toEqual(expected);
  });
});

describe('a mistake is told', () => {
  test.each([
    ['json.object("{a")', 'json.object takes a JSON text; {a is none'],
    ['json.object()', 'json.object takes 1 argument'],
    ['json.select("a")', 'json.select takes 2 arguments'],
    ['json.select("store.nam", shop)', 'it ends at "$.store"; did you mean "name" there?'],
    ['json.select("store.book[9]", shop)', 'it ends at "$.store.book"'],
    ['json.select("store.[", shop)', 'is not a path that can be used'],
    ['json.select("$[?(@.a == system)]", shop)', 'is not a path that can be used'],
    ['json.select("$[(@.length-1)]", shop)', 'is not a path that can be used'],
    ['json.select("$..book[?(@.title =~ /[/)]", shop)', 'is not a path that can be used'],
    [`json.object("${'['.repeat(70)}${']'.repeat(70)}")`, 'JSON of 64 levels at most'],
    ['json.parse("1")', 'there is no "json.parse()"'],
    ['xml.select("/a", "no xml")', 'not XML with one root element'],
    ['xml.select("/a", "<a><b></a>")', '</a> closes <b>'],
    ['xml.select("/a", "<a>")', '<a> is not closed'],
    [
      'xml.select("/a", "<!DOCTYPE a [<!ENTITY x \'y\'>]><a>&x;</a>")',
      'document types are not read',
    ],
    ['xml.select("/a", "<a>&file;</a>")', 'there is no entity "&file;"'],
    ['xml.select("/a[", "<a/>")', 'a condition is expected'],
    ['xml.select("document(1)", "<a/>")', 'the path cannot go on with "document(1)"'],
    ['regex.extract("(?=a)", version)', 'is not a regular expression that can be used'],
    ['regex.match("a")', 'regex.match takes 2 arguments'],
    ['shell.quote()', 'shell.quote takes 1 argument'],
  ])('%s', (inside, message) => {
    expect(filledIn(inside, known)).toEqual({ error: expect.stringContaining(message) });
  });
});
