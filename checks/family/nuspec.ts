import {XMLParser, XMLValidator} from 'fast-xml-parser';
import type {FileFault, PackageFile} from '../../src/model/package-file.ts';
import {placeholderFaults} from './placeholders.ts';

const parser = new XMLParser({removeNSPrefix: true, parseTagValue: false});
const needed = ['id', 'version', 'authors', 'description'] as const;

/* `$version$` is filled in by the packer. */
const isFilledByPacker = (value: string): boolean => /^\$\w+\$$/.test(value);

/** A `.nuspec`; undefined: the file holds something else. */
const readNuspec = (path: string, text: string): PackageFile | undefined => {
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

const script = /(?:^|\/)tools\/chocolatey(?:install|uninstall|beforemodify)\.ps1$/i;

/** A package description, or one of the scripts that go with it. */
export const isChocolateyFile = (path: string): boolean => /\.nuspec$/i.test(path) || script.test(path);

/** A script says neither which package it belongs to nor which version; what nobody filled in shows all the same. */
export const readChocolateyFile = (path: string, text: string): PackageFile | undefined =>
  script.test(path) ? {path, faults: [...placeholderFaults(text)]} : readNuspec(path, text);
