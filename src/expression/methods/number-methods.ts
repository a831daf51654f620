// The methods of numbers: Java's Number, as far as it means something here.
import { type TextMethod, takes } from './method.ts';

export const NUMBER_METHODS: ReadonlyMap<string, TextMethod> = new Map([
  takes('intValue', 0, 0, (text) => ({ value: Math.trunc(Number(text)) })),
  takes('longValue', 0, 0, (text) => ({ value: Math.trunc(Number(text)) })),
  takes('doubleValue', 0, 0, (text) => ({ value: Number(text) })),
  takes('equals', 1, 1, (text, [other = '']) => ({ value: Number(text) === Number(other) })),
  takes('compareTo', 1, 1, (text, [other = '']) => ({
    value: Math.sign(Number(text) - Number(other)) || 0,
  })),
]);
