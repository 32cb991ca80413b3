import type {PackageFile} from '../../src/model/package-file.ts';
import {errorPageFaults, missingFaults} from './file-faults.ts';
import {asRecord, asText, parseYaml} from './parsing.ts';
import {placeholderFaults} from './placeholders.ts';
import type {Pinned} from './tracked-file.ts';

type WingetInstallers = {readonly version?: string; readonly downloads: readonly Pinned[]};

const installersIn = (value: unknown): readonly Readonly<Record<string, unknown>>[] => {
  const list = asRecord(value)['Installers'];
  return Array.isArray(list) ? list.map(asRecord) : [];
};

/** The installers of an installer manifest; undefined: the text is none. */
export const readInstallers = (text: string): WingetInstallers | undefined => {
  const parsed = parseYaml(text);
  if (parsed.kind === 'unreadable') return undefined;
  const version = asText(asRecord(parsed.value)['PackageVersion']);
  const downloads = installersIn(parsed.value).flatMap((one): readonly Pinned[] => {
    const [url, sha256] = [asText(one['InstallerUrl']), asText(one['InstallerSha256'])?.toLowerCase()];
    return url === undefined ? [] : [sha256 === undefined ? {url} : {url, sha256}];
  });
  return {...(version === undefined ? {} : {version}), downloads};
};

const needed: Readonly<Record<string, readonly string[]>> = {
  version: ['PackageVersion', 'DefaultLocale', 'ManifestVersion'],
  installer: ['PackageVersion', 'ManifestVersion'],
  defaultLocale: ['PackageVersion', 'PackageLocale', 'Publisher', 'PackageName', 'License', 'ShortDescription', 'ManifestVersion'],
};

/** A manifest that lies in the project's own repository; undefined: the file is something else. */
export const wingetFile = (path: string, text: string): PackageFile | undefined => {
  const parsed = parseYaml(text);
  if (parsed.kind === 'unreadable') return /^PackageIdentifier:/m.test(text) ? {path, faults: [parsed.fault]} : undefined;
  const manifest = asRecord(parsed.value);
  const [name, version, type = ''] = ['PackageIdentifier', 'PackageVersion', 'ManifestType'].map((key) => asText(manifest[key]));
  if (name === undefined) return undefined;
  const unpinned = installersIn(manifest).filter(
    (one) => asText(one['InstallerUrl']) === undefined || asText(one['InstallerSha256']) === undefined,
  );
  return {
    path,
    name,
    ...(version === undefined ? {} : {version}),
    faults: [
      ...missingFaults('winget', Object.fromEntries((needed[type] ?? []).map((key) => [key, manifest[key]]))),
      ...(type === 'singleton' ? [{what: 'It is one single manifest, and winget-pkgs takes three files.'}] : []),
      ...(type === 'installer' && installersIn(manifest).length === 0 ? [{what: 'It lists no installer.'}] : []),
      ...unpinned.map(() => ({what: 'An installer lacks its InstallerUrl or InstallerSha256.'})),
      ...errorPageFaults(text),
      ...placeholderFaults(text),
    ],
  };
};
