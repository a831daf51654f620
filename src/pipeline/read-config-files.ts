// `configFiles:`: files of the project that go by a name of their own in expressions.

import type { ConfigFile } from './entities.ts';
import { list, openMapping, required, requiredText } from './fields.ts';
import { type Place, positionOf, reportAt } from './place.ts';
import { readStoreFile } from './read-store-file.ts';
import { CONFIG_FILE } from './shapes/entities.ts';

export function readConfigFiles(mapping: Place): readonly ConfigFile[] {
  const files = new Map<string, ConfigFile>();
  for (const element of list(mapping, 'configFiles')) {
    const file = readConfigFile(element);
    if (file === undefined) continue;
    if (files.has(file.identifier)) {
      const message = `There are two files named "${file.identifier}" here.`;
      reportAt(element, 'duplicate-identifier', message, 'Rename or remove one of them.');
    }
    files.set(file.identifier, file);
  }
  return [...files.values()];
}

function readConfigFile(element: Place): ConfigFile | undefined {
  const wrapper = openMapping(element, { known: ['configFile'] });
  const inner = wrapper && required(wrapper, 'configFile');
  const mapping = inner && openMapping(inner, CONFIG_FILE);
  if (mapping === undefined) return undefined;
  const spec = required(mapping, 'spec');
  const file = spec && readStoreFile(spec);
  if (file === undefined) return undefined;
  return { identifier: requiredText(mapping, 'identifier'), file, position: positionOf(mapping) };
}
