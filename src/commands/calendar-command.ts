import {readFile, rename, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {findSecrets} from '../../checks/repository/secrets.ts';
import {type CalendarEntry, calendarOf, type DatedCredential, endText, isUrgent} from '../flow/calendar.ts';
import {calendarFile, calendarMark} from '../flow/calendar-file.ts';
import {padTo, widthOf} from '../flow/text-width.ts';
import type {Marketplace} from '../model/marketplace.ts';
import {toProblem} from '../model/problem.ts';
import {repositoryText} from '../model/project.ts';
import type {SecretName} from '../model/repository.ts';
import {safeLine} from '../model/safe-text.ts';
import {createLookup} from '../tools/lookup.ts';
import type {Options} from './options.ts';
import {unlistedText} from './secret-knowledge.ts';
import {exitCodes} from './surroundings.ts';
import type {TestedToken, TokenSession} from './token-session.ts';
import {WrongUse} from './wrong-use.ts';

const ofToken = ({marketplace, title, name, found, test}: TestedToken, all: readonly Marketplace[]): readonly DatedCredential[] => {
  if (found === undefined) return [];
  const lifetime = all.find(({id}) => id === marketplace)?.token?.lifetime;
  return [
    {
      marketplace,
      title,
      name,
      where: found.source,
      ...(test.identity === undefined ? {} : {owner: test.identity}),
      ...(test.rights === undefined ? {} : {scope: test.rights}),
      ...(test.expires === undefined ? {} : {expires: test.expires}),
      ...(lifetime === undefined ? {} : {lifetime}),
    },
  ];
};

const placeOf = ({level, environment}: SecretName): string =>
  level === 'environment' ? `secret of ${environment}` : `secret of the ${level}`;

const ofSecret = (secret: SecretName, all: readonly Marketplace[]): DatedCredential => {
  const reader = all.find(({token}) => token?.names.includes(secret.name.toUpperCase()));
  const lifetime = reader?.token?.lifetime;
  return {
    ...(reader === undefined ? {title: secret.name} : {marketplace: reader.id, title: reader.title}),
    name: secret.name,
    where: placeOf(secret),
    since: secret.updatedAt,
    ...(lifetime === undefined ? {} : {lifetime}),
  };
};

const isCompanion = ({name}: SecretName, all: readonly Marketplace[]): boolean =>
  all.some(({token}) => token?.companions?.some((names) => names.includes(name.toUpperCase())));

const ageText = ({ageDays}: CalendarEntry): string =>
  ageDays === undefined ? '' : ageDays === 0 ? 'set today' : `set ${ageDays} ${ageDays === 1 ? 'day' : 'days'} ago`;

const signOf = ({end}: CalendarEntry): string =>
  end?.warning === undefined ? ' ' : end.warning === 'past' || end.warning === 3 ? '!' : '-';

const calendarText = (entries: readonly CalendarEntry[]): string => {
  const rows = entries.map((entry) => [
    `${signOf(entry)} ${safeLine(entry.title, 40)}`,
    safeLine(`${entry.name} (${entry.where})`, 70),
    safeLine(entry.owner ?? '', 40),
    ageText(entry),
    endText(entry) || 'no end is known',
  ]);
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => widthOf(row[column] ?? ''))));
  const lines = rows.flatMap((row, index) => {
    const {scope = [], end} = entries[index] ?? {};
    return [
      row
        .map((cell, column) => padTo(cell, widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
      ...(scope.length === 0 ? [] : [`    rights: ${safeLine(scope.join(', '))}`]),
      ...(end === undefined || end.isKnown || end.warning === undefined ? [] : [`    ${safeLine(end.because)}`]),
    ];
  });
  return entries.length === 0 ? 'No credential is known.\n' : `${lines.join('\n')}\n`;
};

/** Nobody's other file is written over, and a reader sees the old one or the new one. */
const writeCalendar = async (file: string, text: string, {yes}: Options) => {
  const before = await readFile(file, 'utf8').catch(() => undefined);
  if (before !== undefined && !before.includes(calendarMark) && !yes)
    throw new WrongUse(`${file} is there already and is no calendar of Portcall's.`, 'Name another file, or say --yes to write over it.');
  const beside = `${file}.${process.pid}.new`;
  await writeFile(beside, text, {mode: 0o600});
  await rename(beside, file);
};

/** Secrets are left out, and it is said, where GitHub does not show them. */
const findStored = async ({setting, project, surroundings}: TokenSession): Promise<readonly SecretName[]> => {
  try {
    const {names, unlisted} = await findSecrets(createLookup(setting.sources, new Map()), project.repository);
    for (const sentence of unlistedText(unlisted)) surroundings.tell(`${safeLine(sentence, 2000)}\n`);
    return names;
  } catch (failure) {
    const {message, next} = toProblem(failure);
    surroundings.tell(`The secrets of the repository are left out. ${safeLine(message)} ${safeLine(next)}\n`);
    return [];
  }
};

/** Owner, scope, age and end of every credential and stored secret; the exit code is 1 where one is past or ends within three days. */
export const runCalendar = async (
  tested: readonly TestedToken[],
  chosen: readonly Marketplace[],
  session: TokenSession,
  options: Options,
): Promise<number> => {
  const {surroundings, project, isChosen} = session;
  const secrets = (await findStored(session))
    .filter((secret) => !isCompanion(secret, chosen))
    .map((secret) => ofSecret(secret, chosen))
    .filter(({marketplace}) => !isChosen || marketplace !== undefined);
  const entries = calendarOf([...tested.flatMap((one) => ofToken(one, chosen)), ...secrets], surroundings.now());
  const file = options.ics === undefined ? undefined : path.resolve(surroundings.cwd, options.ics);
  const isWritten = file !== undefined && !options.dryRun;
  if (isWritten) await writeCalendar(file, calendarFile(entries, repositoryText(project.repository), surroundings.now()), options);
  if (options.json) surroundings.print(`${JSON.stringify({formatVersion: 1, calendar: entries.map(jsonOf)}, undefined, 2)}\n`);
  else surroundings.print(calendarText(entries));
  if (isWritten) surroundings.tell(`${safeLine(file)} holds their ends, with alarms 30, 14 and 3 days before.\n`);
  return entries.some(isUrgent) ? exitCodes.broken : exitCodes.ok;
};

const jsonOf = ({lifetime: _, ...entry}: CalendarEntry) => ({...entry, name: safeLine(entry.name), title: safeLine(entry.title)});
