import {ageOf} from '../flow/age.ts';
import type {Marketplace} from '../model/marketplace.ts';
import {repositoryText} from '../model/project.ts';
import type {SecretName} from '../model/repository.ts';
import {safeLine} from '../model/safe-text.ts';
import {automaticSecret, nearSecretOf} from '../model/secret-likeness.ts';
import type {Options} from './options.ts';
import {mayStandUnlisted, namesRead, readersOf, type SecretKnowledge, unlistedText, unreadOf} from './secret-knowledge.ts';
import {exitCodes, type Surroundings} from './surroundings.ts';

/** A secret that is read and not among those that are set. */
type MissingSecret = {
  readonly name: string;
  readonly readBy: readonly string[];
  /** A secret that stands there and that was probably meant; absent: none comes near. */
  readonly near?: string;
  /** True: it may stand where nothing could be listed, so it is not known to be missing. */
  readonly isUnknown: boolean;
};

const missingOf = (knowledge: SecretKnowledge, marketplaces: readonly Marketplace[]): readonly MissingSecret[] => {
  const set = knowledge.secrets.map(({name}) => name.toUpperCase());
  const unread = unreadOf(knowledge).map(({name}) => name);
  const aliases = marketplaces.flatMap(({token}) => (token === undefined ? [] : [token.names, ...(token.companions ?? [])]));
  return namesRead(knowledge)
    .filter((name) => name !== automaticSecret && !set.includes(name))
    .map((name) => {
      const near = nearSecretOf(name, unread, aliases);
      const isUnknown = mayStandUnlisted(name, knowledge);
      return {name, readBy: readersOf(name, knowledge), ...(near === undefined || isUnknown ? {} : {near}), isUnknown};
    });
};

const levelText = ({level, environment}: SecretName): string => (environment === undefined ? level : `${level} ${environment}`);

const textOf = (knowledge: SecretKnowledge, missing: readonly MissingSecret[], now: number): string => {
  const {secrets, understanding, unseen, unlisted} = knowledge;
  const unread = new Set(unreadOf(knowledge));
  const rows = secrets.map((secret) => {
    const readers = readersOf(secret.name, knowledge);
    const reading = readers.length > 0 ? `read by ${readers.join(', ')}` : unread.has(secret) ? 'read by nobody' : 'readers not known';
    return [secret.name, levelText(secret), ageOf(secret.updatedAt, now), reading] as const;
  });
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => (row[column] ?? '').length)));
  const lines = rows.map((row) => row.map((text, column) => (column < 3 ? text.padEnd(widths[column] ?? 0) : text)).join('  '));
  const gaps = missing.map(({name, readBy, near, isUnknown}) => {
    if (isUnknown) return `${name} is not among them, and ${readBy.join(', ')} reads it; it may stand where nothing could be listed.`;
    return near === undefined
      ? `${name} is not set, and ${readBy.join(', ')} reads it.`
      : `${name} is not set, and ${readBy.join(', ')} reads it; ${near} is set and read by nobody: one of the two is misnamed.`;
  });
  const doubts = [
    ...unlistedText(unlisted),
    ...(understanding.readsAnySecret === true
      ? ['A workflow reads secrets by names that are made up as it runs, so none can be called unread.']
      : []),
    ...unseen.map((path) => `${path} could not be read, so its secrets are not known.`),
  ];
  const head =
    secrets.length === 0
      ? [`${repositoryText(knowledge.repository)} ${unlisted.length === 0 ? 'has no secrets' : 'shows no secrets'}.`]
      : lines;
  return `${[...head, ...gaps, ...doubts].map((line) => safeLine(line, 2000)).join('\n')}\n`;
};

/** Prints the names of all secrets with their ages and who reads them, and the names that are read and not set. */
export const listSecrets = (
  knowledge: SecretKnowledge,
  marketplaces: readonly Marketplace[],
  {json}: Options,
  {print, now}: Surroundings,
): number => {
  const missing = missingOf(knowledge, marketplaces);
  const unread = new Set(unreadOf(knowledge));
  const secrets = knowledge.secrets.map((secret) => ({...secret, readBy: readersOf(secret.name, knowledge), isUnread: unread.has(secret)}));
  const {repository, unlisted} = knowledge;
  if (!json) print(textOf(knowledge, missing, now()));
  else print(`${JSON.stringify({formatVersion: 1, repository: repositoryText(repository), secrets, missing, unlisted}, undefined, 2)}\n`);
  return exitCodes.ok;
};
