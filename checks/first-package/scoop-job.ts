import type {FirstFiles, ProgramFacts, ReleasedProgram} from '../../src/model/first-package.ts';
import type {PublishJob} from '../../src/model/publish-job.ts';
import {bucketPlaceOf} from '../family/scoop-buckets.ts';
import {ownPlaceJob} from './own-place-job.ts';

const edit = (where: string): string => `sed -i "/${where}/s/\${old//./\\\\.}/$VERSION/g" "$file"`;

/** Brings the bucket's manifest to the tag's version, at once and with a look at the end; the bucket's own updater then has nothing to do. */
export const bucketJob = (
  facts: ProgramFacts,
  {place, files}: Extract<FirstFiles, {kind: 'files'}>,
  programs: readonly ReleasedProgram[],
): PublishJob | undefined => {
  if (place.kind !== 'own') return undefined;
  const {version} = facts.project;
  const [hasFolder, hasPath] = [
    programs.some(({folder}) => folder.includes(version)),
    programs.some(({path, folder, format}) => format !== 'binary' && path.slice(folder.length).includes(version)),
  ];
  return ownPlaceJob({
    what: 'bucket',
    repository: place.repository,
    path: files[0].path,
    name: bucketPlaceOf(facts.project).app,
    secret: 'SCOOP_BUCKET_TOKEN',
    programs,
    version,
    words: {version: '"version": ', url: '"url": ', digest: '"hash": '},
    behind: '\\(#[^\\"]*\\)*',
    further: [
      ...(hasFolder ? [edit('\\"extract_dir\\"')] : []),
      ...(hasPath ? [edit('^ *[^:]*\\.exe\\",*$'), edit('\\"bin\\": \\"')] : []),
    ],
  });
};
