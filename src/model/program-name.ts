import type {Project} from './project.ts';

const lastPart = (name: string): string => name.split('/').at(-1) ?? name;

/**
 * What an installed program may be called, the likeliest first: as its package, without what package names add, as its packages elsewhere, and as the
 * repository. Where a marketplace lays out what it installed, what lies there decides among them.
 */
export const programNamesOf = (project: Project, name: string): readonly string[] => {
  const own = lastPart(name).split(':')[0] ?? name;
  const repository = project.repository.name;
  const elsewhere = (['homebrew', 'crates-io', 'npm', 'scoop'] as const).flatMap((id) => {
    const known = project.packages[id];
    return known === undefined || known.from === 'guess' ? [] : [lastPart(known.name)];
  });
  const all = [own, own.replace(/[-_.](?:bin|cli|git|portable)$/i, ''), own.split('.').at(-1) ?? own, repository, ...elsewhere];
  return [...new Set(all.flatMap((one) => [one, one.toLowerCase()]))].filter((one) => /^[A-Za-z0-9_][\w.+-]*$/.test(one));
};
