import {XMLParser, XMLValidator} from 'fast-xml-parser';
import type {FileFault, PackageFile} from '../../src/model/package-file.ts';
import {errorPageFaults, missingFaults} from './file-faults.ts';
import {asRecord, asText, parseYaml} from './parsing.ts';
import {placeholderFaults} from './placeholders.ts';

const idShape = /^[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*){2,}$/;
const parser = new XMLParser({
  ignoreAttributes: false,
  parseTagValue: false,
  parseAttributeValue: false,
  isArray: (name) => name === 'release',
});

const readMetainfo = (path: string, text: string): PackageFile | undefined => {
  const checked = XMLValidator.validate(text);
  if (checked !== true) return {path, faults: [{what: `It is not well-formed XML: ${checked.err.msg}`, line: checked.err.line}]};
  const component = asRecord(asRecord(parser.parse(text))['component']);
  const id = asText(component['id']) ?? asText(asRecord(component['id'])['#text']);
  if (id === undefined || component['@_type'] === 'console-application') return undefined;
  const releases = asRecord(component['releases'])['release'];
  const version = Array.isArray(releases) ? asText(asRecord(releases[0])['@_version']) : undefined;
  const {metadata_license, project_license, name, summary, description, developer, content_rating} = component;
  return {
    path,
    name: id.trim(),
    ...(version === undefined ? {} : {version}),
    faults: [
      ...missingFaults('Flathub', {metadata_license, project_license, name, summary, description, developer, content_rating}),
      ...placeholderFaults(text),
    ],
  };
};

const readDesktop = (path: string, text: string): PackageFile | undefined => {
  const name =
    path
      .split('/')
      .pop()
      ?.replace(/\.desktop$/, '') ?? '';
  return /^\[Desktop Entry\]/m.test(text) && !/^Terminal\s*=\s*true/im.test(text) && idShape.test(name)
    ? {path, name, faults: placeholderFaults(text)}
    : undefined;
};

const readManifest = (path: string, text: string): PackageFile | undefined => {
  const parsed = parseYaml(text);
  if (parsed.kind === 'unreadable')
    return /^\s*"?(?:app-)?id"?:/m.test(text) && /runtime-version/.test(text) ? {path, faults: [parsed.fault]} : undefined;
  const manifest = asRecord(parsed.value);
  const id = asText(manifest['id']) ?? asText(manifest['app-id']);
  if (id === undefined || manifest['runtime'] === undefined) return undefined;
  const {runtime, sdk, command, modules} = manifest;
  const rights = manifest['finish-args'];
  // A program without a display is console software, which Flathub refuses: its manifest names no app there.
  const isGraphical = Array.isArray(rights) && rights.some((right) => /--socket=(?:wayland|x11|fallback-x11)/.test(String(right)));
  const console: readonly FileFault[] = isGraphical ? [] : [{what: 'It asks for no display, and Flathub takes no console software.'}];
  return {
    path,
    ...(isGraphical ? {name: id} : {}),
    faults: [
      ...console,
      ...missingFaults('Flathub', {runtime, 'runtime-version': manifest['runtime-version'], sdk, command, modules}),
      ...errorPageFaults(text),
      ...placeholderFaults(text),
    ],
  };
};

const isManifest = (path: string): boolean =>
  /(?:^|\/)(?:flatpak|flathub)[^/]*\/[^/]+\.(?:ya?ml|json)$/i.test(path) ||
  /(?:^|\/)[a-z]{2,}\.[\w-]+\.[\w.-]+\.(?:ya?ml|json)$/i.test(path);

export const isFlatpakFile = (path: string): boolean => /\.(?:metainfo|appdata)\.xml$|\.desktop$/.test(path) || isManifest(path);

/** A Flatpak manifest, AppStream metadata or desktop entry; undefined: it is none, or it belongs to a console program. */
export const flatpakFile = (path: string, text: string): PackageFile | undefined =>
  path.endsWith('.xml') ? readMetainfo(path, text) : path.endsWith('.desktop') ? readDesktop(path, text) : readManifest(path, text);
