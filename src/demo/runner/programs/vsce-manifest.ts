import {fullPath, readBytes, type Shell, toText} from '../shell/shell.ts';

/** What of an extension's `package.json` counts. */
export type ExtensionManifest = {
  readonly name?: string;
  readonly version?: string;
  readonly publisher?: string;
  readonly displayName?: string;
  readonly icon?: string;
  readonly main?: string;
  readonly files?: unknown;
  readonly engines?: {readonly vscode?: string};
};

const asManifest = (text: string): ExtensionManifest | undefined => {
  try {
    return JSON.parse(text) as ExtensionManifest;
  } catch {
    return undefined;
  }
};

/** The manifest where the shell stands; undefined: there is none, or it is no JSON. */
export const manifestIn = (shell: Shell): ExtensionManifest | undefined => asManifest(toText(readBytes(shell, 'package.json') ?? ''));

const nameShape = /^[a-z0-9][a-z0-9-]*$/i;

const iconFault = (icon: string | undefined, has: (path: string) => boolean): readonly string[] => {
  if (icon === undefined) return [];
  if (/\.svg$/i.test(icon)) return ["SVGs can't be used as icons."];
  return has(icon) ? [] : [`The specified icon 'extension/${icon}' wasn't found in the extension.`];
};

const missingFaults = (manifest: ExtensionManifest): readonly string[] => [
  ...(['publisher', 'name', 'version'] as const).filter((field) => !manifest[field]).map((field) => `Missing extension "${field}"`),
  ...(manifest.engines?.vscode ? [] : ['Manifest missing field: engines']),
];

/** What the packager refuses; empty: nothing. */
export const manifestFaults = (manifest: ExtensionManifest | undefined, shell: Shell): readonly string[] => {
  if (manifest === undefined) return [`Extension manifest not found: ${fullPath(shell, 'package.json')}`];
  const {publisher = '', name = '', version = '', icon, main, files} = manifest;
  const has = (path: string): boolean => shell.disk.files.has(fullPath(shell, path));
  const readme = toText(readBytes(shell, 'README.md') ?? '');
  return [
    ...missingFaults(manifest),
    ...(publisher === '' || nameShape.test(publisher)
      ? []
      : [`Invalid publisher name '${publisher}'. Expected the identifier of a publisher, not its human-friendly name.`]),
    ...(name === '' || nameShape.test(name) ? [] : [`Invalid extension name '${name}'`]),
    ...(/^\d+\.\d+\.\d+-/.test(version) ? [`The VS Marketplace doesn't support prerelease versions: '${version}'.`] : []),
    ...(version === '' || /^\d+\.\d+\.\d+/.test(version) ? [] : [`Invalid extension version '${version}'`]),
    ...(main === undefined || has(main) || has(`${main}.js`)
      ? []
      : [
          `Extension entrypoint(s) missing. Make sure these files exist and aren't ignored by '.vscodeignore': extension/${main.replace(/^\.\//, '')}`,
        ]),
    ...(/^This is the README for your extension/m.test(readme)
      ? ['Make sure to edit the README.md file before you package or publish your extension.']
      : []),
    ...(files !== undefined && has('.vscodeignore')
      ? ['Both a .vscodeignore file and a "files" property in package.json were found. VSCE does not support combining both strategies.']
      : []),
    ...iconFault(icon, has),
  ];
};
