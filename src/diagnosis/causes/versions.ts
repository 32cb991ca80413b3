import type {Cause} from '../../model/diagnosis.ts';
import {failsWhere, findingOf, hasFailed, isPublished, logLine, says, sentences, whatIsServed} from '../situation.ts';

const already = [
  /cannot publish over the (?:previously published|existing) version/i,
  /File already exists|filename was previously used by a file/i,
  /already (?:exists|uploaded) (?:on|to|in) /i,
  /is already uploaded|already exists on crates\.io index/i,
  /already exists and cannot be modified|package version already exists/i,
  /tag is immutable|tag_name was used by an immutable release/i,
  /version .{0,60}already (?:exists|published)|already published/i,
  /\bv\d[\w.+-]* already exists/i,
];

/* Chocolatey says so of everything that it can't take. */
const guess = /It's possible the package version/i;

/** The marketplace has this version and takes no second one. */
export const versionAlreadyThere: Cause = {
  id: 'version-already-there',
  title: 'This version is already there, and the marketplace takes no second one.',
  judge: (situation) => {
    const {project, marketplace} = situation;
    if (!hasFailed(situation.run)) return undefined;
    const said = logLine(situation, ...already);
    const line = said === undefined || guess.test(said) ? undefined : said;
    const isServed = isPublished(situation);
    if (line === undefined && !(isServed && failsWhere(situation) === 'at')) return undefined;
    return {
      confidence: line ? 'confirmed' : 'likely',
      evidence: sentences(line && says(line), whatIsServed(situation), findingOf(situation, 'second-publisher')?.text),
      fix: isServed
        ? `Do nothing for ${project.version}: it is on ${marketplace.title}; let the job skip a version that is there.`
        : `Publish under a new version: what was once uploaded as this one cannot be replaced.`,
    };
  },
};
