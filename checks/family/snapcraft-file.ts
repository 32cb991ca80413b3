import type {FileFault, PackageFile} from '../../src/model/package-file.ts';
import {errorPageFaults, missingFaults} from './file-faults.ts';
import {asRecord, asText, parseYaml} from './parsing.ts';
import {placeholderFaults} from './placeholders.ts';

/** What the store takes as a name. */
export const snapNameShape = /^(?=.{1,40}$)(?!-)(?!.*--)(?!.*-$)[a-z0-9-]*[a-z][a-z0-9-]*$/;
/** What the store takes as a version. */
export const snapVersionShape = /^[a-zA-Z0-9](?:[a-zA-Z0-9:.+~-]{0,30}[a-zA-Z0-9+~])?$/;

const shapeFaults = (name: string | undefined, version: string | undefined, summary: string | undefined): readonly FileFault[] => [
  ...(name !== undefined && !snapNameShape.test(name) ? [{what: `The store takes no snap named ${name}.`}] : []),
  ...(version !== undefined && !snapVersionShape.test(version) ? [{what: `The store takes no version written ${version}.`}] : []),
  ...(summary !== undefined && [...summary].length > 78 ? [{what: 'The summary is longer than 78 characters.'}] : []),
];

/** A `snapcraft.yaml`; undefined: the file is something else. */
export const snapcraftFile = (path: string, text: string): PackageFile | undefined => {
  const parsed = parseYaml(text);
  if (parsed.kind === 'unreadable') return {path, faults: [parsed.fault]};
  const file = asRecord(parsed.value);
  const [name, version, summary] = [asText(file['name']), asText(file['version']), asText(file['summary'])];
  if (name === undefined && file['parts'] === undefined) return undefined;
  const {base, parts, confinement, description} = file;
  const adopted = file['adopt-info'] === undefined ? {version, summary, description} : {};
  const isDevel = asText(file['grade']) === 'devel' || asText(confinement) === 'devmode';
  return {
    path,
    ...(name === undefined ? {} : {name}),
    // `git` stands for the tag that it is built from.
    ...(version === undefined || version === 'git' ? {} : {version}),
    faults: [
      ...missingFaults('the Snap Store', {name, base, confinement, parts, ...adopted}),
      ...shapeFaults(name, version, summary),
      ...(isDevel ? [{what: 'Its grade or confinement keeps it out of stable.'}] : []),
      ...errorPageFaults(text),
      ...placeholderFaults(text),
    ],
  };
};
