import {XMLParser, XMLValidator} from 'fast-xml-parser';
import type {FileFault, PackageFile} from '../../src/model/package-file.ts';
import {placeholderFaults} from './placeholders.ts';

const parser = new XMLParser({removeNSPrefix: true, parseTagValue: false});
const needed = ['id', 'version', 'authors', 'description'] as const;

/* `$version$` is filled in by the packer. */
const isFilledByPacker = (value: string): boolean => /^\$\w+\$$/.test(value);

/** A `.nuspec`; undefined: the file holds something else. */
export const readNuspec = (path: string, text: string): PackageFile | undefined => {
  const checked = XMLValidator.validate(text);
  if (checked !== true)
    return /<metadata/i.test(text)
      ? {path, faults: [{what: `It is not well-formed XML: ${checked.err.msg}`, line: checked.err.line}]}
      : undefined;
  const document = parser.parse(text) as {package?: {metadata?: Record<string, unknown>}};
  const metadata = document.package?.metadata;
  if (typeof metadata !== 'object' || metadata === null) return undefined;
  const value = (key: string) => (typeof metadata[key] === 'string' ? metadata[key].trim() : '');
  const faults: FileFault[] = needed.filter((key) => value(key) === '').map((key) => ({what: `It has no ${key}, which Chocolatey wants.`}));
  const [id, version] = [value('id'), value('version')];
  return {
    path,
    ...(id === '' || isFilledByPacker(id) ? {} : {name: id}),
    ...(version === '' || isFilledByPacker(version) ? {} : {version}),
    faults: [...faults, ...placeholderFaults(text)],
  };
};
