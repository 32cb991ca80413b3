import type {ProgramFacts} from '../../src/model/first-package.ts';
import {type Project, packageNameOf} from '../../src/model/project.ts';
import {plainLine} from '../../src/model/quoting.ts';
import {type Blocked, blocked, commandObstacle, releaseObstacle, spdxOf} from './grounds.ts';

/** An app with windows, as the files of its repository show it. */
export type FlathubApp = {
  readonly kind: 'app';
  readonly id: string;
  /** Paths in the repository. */
  readonly desktop: string;
  readonly icon: string;
  /** The icon's folder among those of its theme, such as `scalable`. */
  readonly iconFolder: string;
  /** Absent: it is yet to be written. */
  readonly metainfo?: string;
};

const component = /^[A-Za-z_]\w*$/;

const isId = (id: string): boolean => {
  const parts = id.split('.');
  const last = parts.at(-1) ?? '';
  const least = /^io\.(?:github|gitlab)\./.test(id) ? 4 : 3;
  return (
    id.length <= 255 &&
    parts.length >= least &&
    parts.length <= 5 &&
    parts.slice(0, -1).every((part) => component.test(part)) &&
    /^[A-Za-z_][\w-]*$/.test(last) &&
    !/^(?:desktop|app|linux)$/.test(last) &&
    !id.startsWith('com.github.')
  );
};

const named = (paths: readonly string[], ...names: readonly string[]): string | undefined =>
  names
    .flatMap((name) =>
      paths.filter((path) => path === name || path.endsWith(`/${name}`)).toSorted((one, other) => one.length - other.length),
    )
    .find((path) => !/[\r\n]/.test(path));

/** An icon of many sizes, else one whose size its folder tells. */
const iconOf = (paths: readonly string[], id: string): Pick<FlathubApp, 'icon' | 'iconFolder'> | undefined => {
  const vector = named(paths, `${id}.svg`);
  if (vector !== undefined) return {icon: vector, iconFolder: 'scalable'};
  const sized = paths
    .filter((path) => path.endsWith(`/${id}.png`))
    .flatMap((path) => {
      const size = /(?:^|\/)(\d+)x\1\//.exec(path)?.[1];
      return size === undefined || Number(size) > 512 ? [] : [{icon: path, iconFolder: `${size}x${size}`, size: Number(size)}];
    });
  const best = sized.toSorted((one, other) => other.size - one.size)[0];
  return best && {icon: best.icon, iconFolder: best.iconFolder};
};

/** A desktop entry or metainfo of its own names the app, or the person does; nothing else tells that a program has windows. */
const isNamed = (project: Project): boolean => !['guess', 'workflow'].includes(packageNameOf(project, 'flathub').from);

/** The app, or why Flathub would not take it. */
export const flathubAppOf = (facts: ProgramFacts): FlathubApp | Blocked => {
  const {project, paths} = facts;
  const id = packageNameOf(project, 'flathub').name;
  if (!isNamed(project))
    return blocked(
      'Flathub takes no console software, and nothing in the repository says that the program has windows.',
      'Where it has, add a desktop entry that is named after its id, or name the id in portcall.yaml under flathub; else leave Flathub out.',
    );
  if (!isId(id))
    return blocked(
      `${plainLine(id)} is no id that Flathub takes: names with dots between them, four for GitHub, and a hyphen in the last alone.`,
      'Take one such as io.github.owner.name, and name it in portcall.yaml under flathub.',
    );
  const obstacle = releaseObstacle(facts) ?? commandObstacle(facts);
  if (obstacle !== undefined) return obstacle;
  const desktop = named(paths, `${id}.desktop`);
  if (desktop === undefined)
    return blocked(`The repository has no ${id}.desktop, by which people start the app.`, 'Add it, and release a version that holds it.');
  const icon = iconOf(paths, id);
  if (icon === undefined)
    return blocked(
      `The repository has no icon ${id}.svg, and no ${id}.png in a folder that names its size, such as 128x128.`,
      'Add one, and release a version that holds it.',
    );
  if (plainLine(facts.description) === '')
    return blocked('The repository has no description, and the app has to say what it is.', 'Write one under “About” on its page.');
  if (spdxOf(facts) === undefined)
    return blocked('GitHub recognises no licence of the repository, and Flathub shows one.', 'Add a LICENSE file with a usual licence.');
  const metainfo = named(paths, `${id}.metainfo.xml`, `${id}.appdata.xml`);
  return {kind: 'app', id, desktop, ...icon, ...(metainfo === undefined ? {} : {metainfo})};
};
