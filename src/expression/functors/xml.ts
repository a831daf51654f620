// `xml.select`: the text that an XPath finds in an XML document.
import type { MethodResult } from '../methods/method.ts';
import { type Functor, ofTexts } from './functor.ts';
import { parseXml, XmlProblem } from './xml/parse-xml.ts';
import { readXPath } from './xml/read-xpath.ts';
import { selectXPath } from './xml/select-xpath.ts';

export const XML_FUNCTORS: readonly (readonly [string, Functor])[] = [
  ofTexts('xml.select', 2, (path = '', text = '') => select(path, text)),
];

/** The text of the first find, and the empty text for none, as XPath turns finds into texts. */
function select(path: string, text: string): MethodResult {
  try {
    return { value: selectXPath(parseXml(text), readXPath(path)) };
  } catch (problem) {
    if (!(problem instanceof XmlProblem)) throw problem;
    return { message: `xml.select cannot use this: ${problem.message}` };
  }
}
