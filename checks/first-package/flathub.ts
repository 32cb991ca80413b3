import type {FirstFiles, FirstPackage, ProgramFacts, TemplateQuestion} from '../../src/model/first-package.ts';
import {plainLine} from '../../src/model/quoting.ts';
import {type FlathubApp, flathubAppOf} from './flathub-app.ts';
import {type FlathubBuild, flathubBuildOf, manifestOf, onlyArchitectures} from './flathub-manifest.ts';
import {metainfoOf, screenshotIn, summaryOf} from './flathub-metainfo.ts';
import {blocked} from './grounds.ts';

const metainfoVariant = 'metainfo';

const metainfoFiles = (facts: ProgramFacts, app: FlathubApp): FirstFiles => ({
  kind: 'files',
  place: {kind: 'project'},
  files: [{path: app.metainfo ?? `packaging/flathub/${app.id}.metainfo.xml`, contents: metainfoOf(facts, app)}],
  notes: [
    'Flathub takes it from a release of the program, so that a version has to be released with it before the app is handed in.',
    ...(screenshotIn(facts) === undefined
      ? ['Flathub shows no app without a picture: put one into the repository as screenshot.png, and write it again.']
      : []),
    ...(summaryOf(facts).endsWith('…') && !plainLine(facts.description).endsWith('…')
      ? ['The summary is shortened to 90 characters; Flathub likes 35.']
      : []),
    'It says that the program holds nothing that wants an age rating; look at https://hughsie.github.io/oars/ where it does.',
  ],
});

const manifestNotes = (build: FlathubBuild): readonly string[] => [
  'Flathub takes submissions that a person opens in the browser, and none that a program or an AI opens or answers for them.',
  ...(build.kind === 'released'
    ? [
        'It brings the released programs, which Flathub refuses where the source is open: build from source, with every dependency in the repository (go mod vendor, cargo vendor) or listed by flatpak-builder-tools.',
      ]
    : []),
  ...(onlyArchitectures(build).length === 0
    ? []
    : [`It is built for ${onlyArchitectures(build).join(', ')} alone, for want of other programs.`]),
  'Its rights are those of a program with windows and nothing more; add what it needs to finish-args, each with a reason.',
];

const manifestFiles = (facts: ProgramFacts, app: FlathubApp): FirstFiles => {
  const {id, metainfo} = app;
  if (metainfo === undefined)
    return blocked(
      `The repository has no ${id}.metainfo.xml, from which Flathub takes all that it shows.`,
      'Write it first, and release a version that holds it.',
    );
  if (facts.source === undefined)
    return blocked('The source of the tag could not be fetched, and Flathub builds from it.', 'Try again later.');
  const build = flathubBuildOf(facts);
  if (build === undefined)
    return blocked(
      'The release has no program for Linux with glibc, and the source can’t be built without the network.',
      'Release one for linux-amd64.',
    );
  const only = onlyArchitectures(build);
  return {
    kind: 'files',
    place: {kind: 'upstream', upstream: {owner: 'flathub', name: 'flathub'}, base: 'new-pr', branch: id, title: `Add ${id}`},
    files: [
      {path: `${id}.yml`, contents: manifestOf(facts, {...app, metainfo}, build, facts.source)},
      ...(only.length === 0 ? [] : [{path: 'flathub.json', contents: `${JSON.stringify({'only-arches': only}, undefined, 2)}\n`}]),
    ],
    notes: manifestNotes(build),
  };
};

/* What Flathub’s template asks of whoever hands an app in. */
const questions: readonly TemplateQuestion[] = [
  {text: 'Please describe the application briefly.'},
  {
    text: 'Please attach a video showcasing the application on Linux using the Flatpak.',
    how: 'Build it with flatpak-builder, start it, and record it.',
  },
  {
    text: 'The Flatpak ID follows all the rules listed in the Application ID requirements.',
    how: 'Run flatpak-builder-lint on the manifest.',
  },
  {text: 'I have read and followed all the Submission requirements and the Submission guide and I agree to them.'},
  {
    text: 'I am an author/developer/upstream contributor to the project. If not, I contacted upstream developers about this submission.',
  },
  {
    text: 'The parts that an AI wrote and their extent are disclosed.',
    how: 'Name them in the description; an app that an AI wrote to a large part is refused.',
  },
  {
    text: 'No AI tool or agent generated or automated this pull request or its review.',
    how: 'Open it yourself in the browser, and answer the reviewers yourself.',
  },
];

/** An app for Flathub, which takes programs with windows alone. Its own bot finds later versions. */
export const flathubFirstPackage: FirstPackage = {
  variants: [
    {id: 'manifest', title: 'The manifest, for a submission that a person opens at Flathub'},
    {id: metainfoVariant, title: 'The metainfo file in this repository, which has to be released first'},
  ],
  filesOf: (facts, variant) => {
    const app = flathubAppOf(facts);
    if (app.kind === 'blocked') return app;
    return variant === metainfoVariant ? metainfoFiles(facts, app) : manifestFiles(facts, app);
  },
  questions,
};
