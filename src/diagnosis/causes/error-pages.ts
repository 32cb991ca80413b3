import type {Cause, Situation} from '../../model/diagnosis.ts';
import {errorPageOf} from '../../model/error-pages.ts';
import {findingOf, hasFailed, logLine, says, sentences} from '../situation.ts';

/** Every text in which a digest can stand. */
const digestTexts = ({log, publication, integrity, files}: Situation): readonly string[] => [
  ...(log?.lines ?? []),
  ...(publication?.evidence.map((one) => one.label) ?? []),
  ...(publication && 'why' in publication.version ? [publication.version.why] : []),
  ...(integrity?.evidence.map((one) => one.label) ?? []),
  ...(integrity?.files.map((file) => file.note ?? '') ?? []),
  ...(files?.flatMap((file) => file.faults.map((fault) => `${file.path}: ${fault.what}`)) ?? []),
];

/** Says which error page was hashed; undefined: no digest of one stands in the texts. */
export const knownErrorPage = (texts: readonly string[]): string | undefined => {
  for (const text of texts) {
    const hash = text
      .toLowerCase()
      .match(/\b[0-9a-f]{64}\b/g)
      ?.find((one) => errorPageOf(one));
    if (hash) return `The digest ${hash.slice(0, 12)}… is that of ${errorPageOf(hash)}.`;
  }
  return undefined;
};

/** As `sha256sum` prints: several names with one digest are one error page hashed again and again. */
const sameTwice = (texts: readonly string[]): string | undefined => {
  const names = new Map<string, Set<string>>();
  for (const text of texts) {
    const [, hash, name] = /\b([0-9a-f]{64})\s+\*?([^\s]+)\s*$/i.exec(text) ?? [];
    if (!hash || !name) continue;
    const known = names.get(hash.toLowerCase());
    names.set(hash.toLowerCase(), new Set([...(known ?? []), name]));
  }
  const most = [...names.values()].sort((one, other) => other.size - one.size)[0] ?? new Set();
  const all = [...most];
  return all.length < 2 ? undefined : `${all.length} files have the same digest: ${all.slice(0, -1).join(', ')} and ${all.at(-1)}.`;
};

/** What was hashed or packed is the text of an error and not the release's file. */
export const errorPageHashed: Cause = {
  id: 'error-page-hashed',
  title: 'The checksum is that of an error page and not of the release’s file.',
  judge: (situation) => {
    const texts = digestTexts(situation);
    const page = knownErrorPage(texts);
    const twice = sameTwice(texts);
    const finding = findingOf(situation, 'error-page-hashed');
    const mismatch = logLine(
      situation,
      /(?:sha-?256|checksum|hash).{0,20}mis-?match|checksum for .* did not meet|downloaded file is HTML/i,
    );
    const isSuspect = finding !== undefined && (hasFailed(situation.run) || situation.publication?.version.kind === 'wrong');
    if (!page && !twice && !isSuspect) return undefined;
    return {
      confidence: page ? 'confirmed' : twice || (finding && mismatch) ? 'likely' : 'possible',
      evidence: sentences(page, twice, mismatch && says(mismatch), finding?.text),
      fix: 'Download with “curl -fsSL”, so that a missing file ends the step, after the assets are uploaded, and compute the checksums again.',
      ...(page || twice ? {} : {title: 'The job can hash an error page in place of the release’s file.'}),
    };
  },
};
