import type {Marketplace} from '../model/marketplace.ts';
import {safeLine} from '../model/safe-text.ts';
import {setAndNeverRead} from '../model/secret-likeness.ts';
import {understandWorkflows} from '../workflow/understand.ts';
import type {PublishWork} from './publish-work.ts';
import type {WorkflowGround} from './workflow-ground.ts';

/** The names that the workflows read and those that are set. */
export type SecretAgreement = {
  readonly read: readonly string[];
  readonly set: readonly string[];
  /** Read and not set; empty as well where GitHub shows no names. */
  readonly missing: readonly string[];
  readonly unread: readonly string[];
};

const unique = (names: readonly string[]): readonly string[] => [...new Set(names.map((name) => name.toUpperCase()))].sort();

/** The workflows as they shall be, held against the secrets that are set. */
export const agreementOf = (ground: WorkflowGround, texts: ReadonlyMap<string, string>): SecretAgreement => {
  const {files, marketplaces, knowledge, secrets} = ground;
  const changed = files.map((file) => ({...file, ...(texts.has(file.path) ? {text: texts.get(file.path) ?? ''} : {})}));
  const fresh = [...texts]
    .filter(([path]) => !files.some((file) => file.path === path))
    .map(([path, text]) => ({id: 0, name: path, path, state: 'active', url: '', text}));
  const understanding = understandWorkflows([...changed, ...fresh], marketplaces, knowledge);
  const read = unique(understanding.readSecrets.map(({name}) => name));
  const set = unique((secrets ?? []).map(({name}) => name));
  return {
    read,
    set,
    missing: secrets === undefined ? [] : read.filter((name) => !set.includes(name)),
    unread: unique(setAndNeverRead(secrets ?? [], understanding).map(({name}) => name)),
  };
};

const ownerOf = (name: string, marketplaces: readonly Marketplace[]): Marketplace | undefined =>
  marketplaces.find(({token}) => token !== undefined && [token.names, ...(token.companions ?? [])].some((names) => names.includes(name)));

const setCommand = (name: string, {marketplaces}: WorkflowGround): string => {
  const owner = marketplaces.find(({token}) => token?.names[0] === name);
  return `portcall secret set ${owner?.id ?? name}`;
};

/** A secret whose marketplace has no job yet waits for one; any other is of no use. */
const unreadLine = (name: string, {marketplaces, understanding}: WorkflowGround): string => {
  const owner = ownerOf(name, marketplaces);
  const isWaiting = owner?.firstPackage?.job !== undefined && !understanding.jobs.some(({marketplace}) => marketplace === owner.id);
  return isWaiting
    ? `${name} is set and no workflow reads it: a job for ${owner.title} would, which portcall workflow --only ${owner.id} writes`
    : `${name} is set and no workflow reads it: portcall secret delete ${name}`;
};

/** Says whether the secrets that are read and those that are set agree, and what sets one that is missing. */
export const sayAgreement = ({say}: PublishWork, {read, missing, unread}: SecretAgreement, ground: WorkflowGround): void => {
  const {secrets} = ground;
  if (secrets === undefined) say(`GitHub shows no names of secrets here. The workflows read ${read.join(', ') || 'none'}.`);
  else if (missing.length === 0 && unread.length === 0)
    say(read.length === 0 ? 'The workflows read no secret.' : `The secrets agree: ${read.join(', ')} are read and set.`);
  for (const name of missing) say(safeLine(`${name} is read and not set: ${setCommand(name, ground)}`));
  for (const name of unread) say(safeLine(unreadLine(name, ground)));
};
