import type {DemoReply} from '../service.ts';
import type {AurCommit, AurPackage} from './aur.ts';
import {headOf} from './aur-push.ts';
import {text} from './routes.ts';

const packet = (line: string): string => `${(line.length + 4).toString(16).padStart(4, '0')}${line}`;

/** What git's own protocol lists of a package; one that nobody pushed is an empty repository. */
export const listRefs = (found: AurPackage | undefined): DemoReply => {
  const head = found === undefined ? undefined : headOf(found);
  const refs =
    head === undefined
      ? [`${'0'.repeat(40)} capabilities^{}\0 agent=git\n`]
      : [`${head} HEAD\0 agent=git\n`, `${head} refs/heads/master\n`];
  return text(200, `${packet('# service=git-upload-pack\n')}0000${refs.map(packet).join('')}0000`, {
    'content-type': 'application/x-git-upload-pack-advertisement',
  });
};

const commitsOf = (found: AurPackage): readonly AurCommit[] => found.commits ?? [{id: headOf(found), files: found.files}];

/** A package's files at a commit; null: as they are now. */
export const filesAt = (found: AurPackage | undefined, commit: string | null): Readonly<Record<string, string>> | undefined =>
  found === undefined || commit === null ? found?.files : commitsOf(found).find(({id}) => id === commit)?.files;

/** The list of commits as cgit shows it, newest first. */
export const logPage = (found: AurPackage): DemoReply => {
  const lines = commitsOf(found)
    .toReversed()
    .map(({id}) => `<tr><td><a href='/cgit/aur.git/commit/?h=${found.name}&amp;id=${id}'>${id.slice(0, 7)}</a></td></tr>\n`);
  return text(200, `<!DOCTYPE html>\n<table class='list nowrap'>\n${lines.join('')}</table>\n`, {
    'content-type': 'text/html; charset=UTF-8',
  });
};
