import {createHash} from 'node:crypto';
import {zipOf} from '../../contextlite/zip.ts';
import {askOn, bodyBytes, type Place} from '../place.ts';
import {runText} from '../shell/execute.ts';
import {fullPath, innerShell, readBytes, type Shell, type Streams, toBytes, toText} from '../shell/shell.ts';
import {readYaml, type YamlValue, yamlAt, yamlEntries} from './small-yaml.ts';

/** The machine that packs, in Debian's words. */
const builder = 'amd64';
const places = ['snap/snapcraft.yaml', 'snapcraft.yaml', '.snapcraft.yaml', 'build-aux/snap/snapcraft.yaml'];

const textAt = (project: YamlValue, ...keys: readonly string[]): string => {
  const found = yamlAt(project, ...keys);
  return typeof found === 'string' ? found : '';
};

/** What is wrong with a project file, as snapcraft's own schema and validators see it; empty: nothing. */
const faultsOf = (project: YamlValue): readonly string[] => {
  const [name, version, summary] = [textAt(project, 'name'), textAt(project, 'version'), textAt(project, 'summary')];
  const missing = ['name', 'base', 'confinement', 'parts'].filter((key) => yamlAt(project, key) === undefined);
  const isAdopted = yamlAt(project, 'adopt-info') !== undefined;
  const unset = isAdopted ? [] : ['version', 'summary', 'description'].filter((key) => textAt(project, key) === '');
  const isName = name.length <= 40 && /^[a-z0-9-]*[a-z][a-z0-9-]*$/.test(name) && !/^-|-$|--/.test(name);
  return [
    ...missing.map((key) => `- field '${key}' required in top-level configuration`),
    ...unset.map((key) => `Required field '${key}' is not set and 'adopt-info' not used.`),
    ...(isName ? [] : ['- snap names can only use lowercase alphanumeric and hyphens and must have at least one letter']),
    ...(version.length <= 32 && /^[a-zA-Z0-9](?:[a-zA-Z0-9:.+~-]*[a-zA-Z0-9+~])?$/.test(version) ? [] : [`- Invalid version '${version}'`]),
    ...([...summary].length <= 78 ? [] : ["- string should have at most 78 characters in field 'summary'"]),
    ...(['strict', 'classic', 'devmode'].includes(textAt(project, 'confinement')) ? [] : ["- unexpected value in field 'confinement'"]),
  ];
};

const listOf = (value: YamlValue | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : typeof value === 'string' ? [value] : [];

/** What is packed on this machine: the processor that each platform is for. */
const targetsOf = (project: YamlValue): readonly string[] => {
  const platforms = yamlEntries(yamlAt(project, 'platforms'));
  const planned = platforms.map(([label, platform]) => {
    const [on, wanted] = [listOf(yamlAt(platform, 'build-on')), listOf(yamlAt(platform, 'build-for'))];
    return {on: on.length === 0 ? [label] : on, target: wanted[0] ?? label};
  });
  return platforms.length === 0 ? [builder] : planned.flatMap(({on, target}) => (on.includes(builder) ? [target] : []));
};

/** The value that snapcraft's grammar has for a processor; empty: none. */
const forTarget = (value: YamlValue | undefined, target: string): string => {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return '';
  const selectors = [`to ${target}`, `on ${builder} to ${target}`, ...(target === builder ? [`on ${builder}`] : [])];
  const found = value.flatMap((one: YamlValue) => yamlEntries(one)).find(([key]) => selectors.includes(key));
  return typeof found?.[1] === 'string' ? found[1] : '';
};

/** Fetches a part's source and lays it down; a sentence: what went wrong. */
const pull = (place: Place, part: YamlValue, target: string, folder: string, shell: Shell): string | undefined => {
  const [source, checksum] = [forTarget(yamlAt(part, 'source'), target), forTarget(yamlAt(part, 'source-checksum'), target)];
  if (!/^https?:/.test(source)) return undefined;
  const reply = askOn(place, source);
  if (reply.status !== 200) return `Failed to pull source: unable to find '${source}' (status ${reply.status}).`;
  const contents = Buffer.from(bodyBytes(reply));
  const [algorithm = '', expected = ''] = checksum.split('/');
  const obtained = checksum === '' ? '' : createHash(algorithm).update(contents).digest('hex');
  if (obtained !== expected) return `Expected digest ${expected}, obtained ${obtained}.`;
  shell.disk.files.set(`${folder}/src/${source.split('/').at(-1)}`, contents);
  return undefined;
};

const variablesFor = (project: YamlValue, target: string, folder: string): Readonly<Record<string, string>> => ({
  CRAFT_ARCH_BUILD_ON: builder,
  CRAFT_ARCH_BUILD_FOR: target,
  CRAFT_PART_SRC: `${folder}/src`,
  CRAFT_PART_BUILD: `${folder}/build`,
  CRAFT_PART_INSTALL: `${folder}/install`,
  CRAFT_PROJECT_NAME: textAt(project, 'name'),
  SNAPCRAFT_PROJECT_VERSION: textAt(project, 'version'),
});

/** What a part puts into the snap, by path; a sentence: what went wrong. */
const buildPart = (
  place: Place,
  project: YamlValue,
  [label, part]: readonly [string, YamlValue],
  target: string,
  outer: Shell,
  streams: Streams,
): ReadonlyMap<string, Buffer> | string => {
  const folder = `/root/${target}/parts/${label}`;
  for (const path of [...outer.disk.files.keys()]) if (path.startsWith(`${folder}/`)) outer.disk.files.delete(path);
  const fault = pull(place, part, target, folder, outer);
  if (fault !== undefined) return fault;
  outer.disk.folders.add(`${folder}/build`);
  const script = forTarget(yamlAt(part, 'override-build'), target);
  const shell: Shell = {...innerShell(outer), folder: `${folder}/build`};
  Object.assign(shell.variables, variablesFor(project, target, folder));
  shell.options.endsOnError = true;
  if (script !== '' && runText(script, shell, streams) !== 0) return `'override-build' in part '${label}' failed with code 1.`;
  const from = script === '' ? 'src' : 'install';
  const own = [...outer.disk.files].filter(([path]) => path.startsWith(`${folder}/${from}/`));
  return new Map(own.map(([path, contents]) => [path.slice(folder.length + from.length + 2), contents]));
};

const packFor = (place: Place, project: YamlValue, target: string, shell: Shell, streams: Streams): string | undefined => {
  const files = new Map<string, Buffer>();
  for (const part of yamlEntries(yamlAt(project, 'parts'))) {
    const built = buildPart(place, project, part, target, shell, streams);
    if (typeof built === 'string') return built;
    for (const [path, contents] of built) files.set(path, contents);
  }
  for (const [app, settings] of yamlEntries(yamlAt(project, 'apps'))) {
    const [command = ''] = textAt(settings, 'command').split(' ');
    if (!files.has(command))
      return `Failed to generate snap metadata: The specified command '${command}' defined in the app '${app}' does not exist.`;
  }
  const meta = JSON.stringify({
    name: textAt(project, 'name'),
    version: textAt(project, 'version'),
    architecture: target,
    confinement: textAt(project, 'confinement'),
  });
  const packed = [{name: 'meta/snap.yaml', contents: Buffer.from(meta)}, ...[...files].map(([name, contents]) => ({name, contents}))];
  const path = `${textAt(project, 'name')}_${textAt(project, 'version')}_${target}.snap`;
  shell.disk.files.set(fullPath(shell, path), zipOf(packed));
  streams.out(toBytes(`Packed ${path}\n`));
  return undefined;
};

/** `snapcraft pack`: a snap for every platform that can be built on this machine. */
export const packSnaps = (place: Place, shell: Shell, streams: Streams): number => {
  const text = places.map((path) => readBytes(shell, path)).find((one) => one !== undefined);
  const fail = (words: string): number => {
    streams.errors(toBytes(`${words}\n`));
    return 1;
  };
  if (text === undefined) return fail('Could not find snap/snapcraft.yaml. Are you sure you are in the right directory?');
  const project = readYaml(toText(text));
  const faults = faultsOf(project);
  if (faults.length > 0) return fail(`Bad snapcraft.yaml content:\n${faults.join('\n')}`);
  for (const target of targetsOf(project)) {
    const fault = packFor(place, project, target, shell, streams);
    if (fault !== undefined) return fail(fault);
  }
  return 0;
};
