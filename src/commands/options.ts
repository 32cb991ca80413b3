import {parseArgs} from 'node:util';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import {nearMissOf} from '../model/near-miss.ts';
import {type RepositoryName, repositoryText} from '../model/project.ts';
import {knownOptions} from './known-options.ts';
import {marketplaceNamed} from './near-word.ts';
import {refuseUnheeded} from './option-uses.ts';
import {WrongUse} from './wrong-use.ts';

/** What was asked on the command line. */
export type Options = {
  /** The words that are not options: the command and what it is about; empty: the grid. */
  readonly words: readonly string[];
  /** Absent: the repository of the folder, or several are named. */
  readonly repository?: RepositoryName;
  /** Two or more that are named; absent: one is, or none. */
  readonly repositories?: readonly RepositoryName[];
  /** Absent: the newest release. */
  readonly tag?: string;
  /** Absent: all. */
  readonly only?: readonly MarketplaceId[];
  readonly except: readonly MarketplaceId[];
  readonly json: boolean;
  readonly dryRun: boolean;
  readonly yes: boolean;
  readonly watch: boolean;
  /** True: what should be served is looked for until it is. */
  readonly wait: boolean;
  /** True: what is served is installed on this machine to see whether it works. */
  readonly install: boolean;
  /** Which way of taking back, from 1; absent: all that can be undone. */
  readonly way?: number;
  readonly help: boolean;
  readonly version: boolean;
  /** The environment whose secret is meant; absent: the level that the job reads from. */
  readonly environment?: string;
  /** The organization whose secret is meant; absent: none. */
  readonly organization?: string;
  /** Where secrets are copied to; absent: nowhere. */
  readonly to?: RepositoryName;
  /** True: whatever no job reads is meant. */
  readonly unread: boolean;
  /** True: the workflow is to be changed, where it reads a secret by a wrong name or lets nobody choose the marketplace. */
  readonly patch: boolean;
  /** True: jobs that publish elsewhere may run besides. */
  readonly also: boolean;
  /** True: what was started before is followed. */
  readonly follow: boolean;
  /** True: what was started before is cancelled. */
  readonly cancel: boolean;
  /** True: the next marketplace is gone on to after a failure. */
  readonly keepGoing: boolean;
  /** True: the ends of credentials are meant. */
  readonly calendar: boolean;
  /** True: a new token is to take an old one's place. */
  readonly rotate: boolean;
  /** The file for those ends; absent: they are printed. */
  readonly ics?: string;
  /** The form of a report; absent: Markdown. */
  readonly format?: 'markdown' | 'html';
  /** The file for a report, or the folder for files; absent: it is printed, or goes where it belongs. */
  readonly output?: string;
  /** One of the ways in which a first package can be written; absent: the usual one. */
  readonly variant?: string;
  /** True: the workflow that looks by itself is meant. */
  readonly snippet: boolean;
  /** Absent: any free one. */
  readonly port?: number;
};

/** `owner/name`, with or without GitHub's address before it. */
const repositoryOf = (text: string): RepositoryName => {
  const found = /^(?:https?:\/\/[^/]+\/)?([A-Za-z0-9][A-Za-z0-9-]*)\/([A-Za-z0-9._-]+?)(?:\.git)?\/?$/.exec(text);
  if (found?.[1] === undefined || found[2] === undefined) throw new WrongUse(`"${text}" is not a repository.`, 'Write it as OWNER/NAME.');
  return {owner: found[1], name: found[2]};
};

/** One is the repository that is meant; several, each once, are looked at side by side. */
const repositoriesOf = (texts: readonly string[] = []): Pick<Options, 'repository' | 'repositories'> => {
  const named = new Map(texts.map(repositoryOf).map((one) => [repositoryText(one).toLowerCase(), one]));
  const [repository, ...others] = named.values();
  if (repository === undefined) return {};
  return others.length === 0 ? {repository} : {repositories: [repository, ...others]};
};

const idsOf = (option: string, text: string): readonly MarketplaceId[] =>
  text.split(',').map((part) => {
    const id = part.trim();
    return marketplaceNamed(id, `--${option} names "${id}", which is no marketplace.`);
  });

const environmentOf = (text: string): string => {
  if (text.trim() === '' || text.length > 255) throw new WrongUse(`--env ${text} is no environment.`, 'Write its name as GitHub shows it.');
  return text;
};

const organizationOf = (text: string): string => {
  if (!/^[A-Za-z0-9][A-Za-z0-9-]*$/.test(text))
    throw new WrongUse(`--org ${text} is no organization.`, 'Write its name as GitHub shows it.');
  return text;
};

const formatOf = (text: string): 'markdown' | 'html' => {
  if (text === 'html') return text;
  if (text === 'markdown' || text === 'md') return 'markdown';
  throw new WrongUse(`--format ${text} is no form of a report.`, 'Write markdown or html, or use --json.');
};

const portOf = (text: string): number => {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new WrongUse(`--port ${text} is no port.`, 'Write a number from 0 to 65535.');
  return port;
};

const wayOf = (text: string): number => {
  if (/^[1-9]\d?$/.test(text)) return Number(text);
  throw new WrongUse(`--way ${text} is no number of a way.`, 'Write it as portcall rollback shows it.');
};

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({args: [...args], options: knownOptions, allowPositionals: true, strict: true});
  } catch (failure) {
    const said = failure instanceof Error ? (failure.message.split('. ')[0] ?? '').replace(/\.$/, '') : 'The options cannot be read';
    const near = nearMissOf(/^Unknown option '--([\w-]+)/.exec(said)?.[1] ?? '', Object.keys(knownOptions));
    throw new WrongUse(`${said}.`, near === undefined ? 'See portcall --help.' : `Did you mean “--${near}”? See portcall --help.`);
  }
};

/** The command line, understood or refused with what would be right. */
export const optionsOf = (args: readonly string[]): Options => {
  const {values, positionals} = parse(args);
  refuseUnheeded(Object.keys(values), positionals);
  return {
    words: positionals,
    ...repositoriesOf(values.repo),
    ...(values.tag === undefined ? {} : {tag: values.tag}),
    ...(values.only === undefined ? {} : {only: idsOf('only', values.only)}),
    except: values.except === undefined ? [] : idsOf('except', values.except),
    json: values.json === true,
    dryRun: values['dry-run'] === true,
    yes: values.yes === true,
    watch: values.watch === true,
    wait: values.wait === true,
    install: values.install === true,
    rotate: values.rotate === true,
    calendar: values.calendar === true || values.ics !== undefined,
    ...(values.ics === undefined ? {} : {ics: values.ics}),
    ...(values.way === undefined ? {} : {way: wayOf(values.way)}),
    help: values.help === true,
    version: values.version === true,
    ...(values.env === undefined ? {} : {environment: environmentOf(values.env)}),
    ...(values.org === undefined ? {} : {organization: organizationOf(values.org)}),
    ...(values.to === undefined ? {} : {to: repositoryOf(values.to)}),
    unread: values.unread === true,
    ...(values.format === undefined ? {} : {format: formatOf(values.format)}),
    ...(values.output === undefined ? {} : {output: values.output}),
    ...(values.variant === undefined ? {} : {variant: values.variant}),
    snippet: values.snippet === true,
    patch: values.patch === true,
    also: values.also === true,
    follow: values.follow === true,
    cancel: values.cancel === true,
    keepGoing: values['keep-going'] === true,
    ...(values.port === undefined ? {} : {port: portOf(values.port)}),
  };
};
