import type {InstallTest, Machine, Trial} from '../model/install-test.ts';
import type {Marketplace} from '../model/marketplace.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import type {Project} from '../model/project.ts';
import type {Publication} from '../model/publication.ts';

/** What is known of a try before the machine is looked at. */
export type WantedTrial = Omit<Trial, 'client' | 'folder' | 'mark'>;

/** What is to be done about one marketplace. */
export type Intended =
  | {readonly kind: 'try'; readonly id: MarketplaceId; readonly title: string; readonly test: InstallTest; readonly wanted: WantedTrial}
  | {readonly kind: 'left-out'; readonly id: MarketplaceId; readonly title: string; readonly why: string};

/** Where an address really lies. */
export type Routed = {readonly address: string; readonly isMapped: boolean; readonly isTrusted: boolean};

export type InstallSituation = {
  readonly project: Project;
  readonly machine: Machine;
  /** Undefined: it could not be looked up. */
  readonly publicationOf: (id: MarketplaceId) => Publication | undefined;
  /** Those that the person named one by one. */
  readonly named: readonly MarketplaceId[];
  /** Whether the person sends requests elsewhere than to their public hosts. */
  readonly isMapped: boolean;
  /** `npm` stands for npm's registry. */
  readonly routeOf: (origin: string) => Routed;
};

const usualName = /^[A-Za-z0-9][\w.+-]*$/;
const usualSpelling = /^[A-Za-z0-9][\w.+~-]*$/;

/** Why nothing of the version can be installed; undefined: something can. */
const whyNotServed = (title: string, wanted: string, publication: Publication): string | undefined => {
  if (publication.belongsTo === 'another') return `${publication.name} is somebody else’s there.`;
  switch (publication.version.kind) {
    case 'published':
    case 'partial':
    case 'wrong':
      return undefined;
    case 'waiting':
      return `${wanted} waits there for ${publication.version.for}.`;
    case 'rejected':
    case 'withdrawn':
    case 'not-visible':
      return publication.version.why;
    case 'absent':
      return `${title} does not serve ${wanted}.`;
  }
};

/** The address that the client is told; a sentence where it must not be told any. */
const registryFor = ({reaches}: InstallTest, {isMapped, routeOf}: InstallSituation): {readonly told: string} | {readonly why: string} => {
  if (reaches.kind === 'own-hosts')
    return isMapped ? {why: 'PORTCALL_HOSTS sends requests elsewhere, and the client would not follow it.'} : {told: ''};
  const {address, isTrusted} = routeOf(reaches.origin);
  if (!isTrusted) return {why: `Only this repository’s portcall.yaml sends it to ${new URL(address).host}.`};
  if (new URL(address).username !== '') return {why: 'The registry’s address holds a sign-in, and a try carries none.'};
  return {told: reaches.kind === 'portcall' ? '' : address.replace(/\/+$/, '')};
};

const intend = (marketplace: Marketplace, publication: Publication, situation: InstallSituation): Intended => {
  const {id, title, installTest: test} = marketplace;
  const {project, machine, named} = situation;
  const leftOut = (why: string): Intended => ({kind: 'left-out', id, title, why});
  if (test === undefined) return leftOut('Portcall knows no install of it that can be tried.');
  const spelling = publication.spelling ?? project.version;
  if (!(test.names ?? usualName).test(publication.name) || !usualSpelling.test(spelling))
    return leftOut(`The client can’t be told the name ${publication.name} and the version ${spelling} safely.`);
  if (test.systems?.includes(machine.system) === false) return leftOut(`It can be tried on ${test.systems.join(' and ')} alone.`);
  const registry = registryFor(test, situation);
  if ('why' in registry) return leftOut(registry.why);
  const obstacle = test.obstacle?.(project, machine);
  if (obstacle !== undefined) return leftOut(obstacle);
  if (test.outside !== undefined && !named.includes(id))
    return leftOut(`${test.outside} Name it with --only ${id} to try it all the same.`);
  return {kind: 'try', id, title, test, wanted: {project, name: publication.name, spelling, machine, registry: registry.told}};
};

/** What can be tried of the version, and why not the rest; where nothing was ever published nothing is said unless it was asked for by name. */
export const installPlanOf = (marketplaces: readonly Marketplace[], situation: InstallSituation): readonly Intended[] =>
  marketplaces.flatMap((marketplace): readonly Intended[] => {
    const {id, title} = marketplace;
    const publication = situation.publicationOf(id);
    const leftOut = (why: string): readonly Intended[] => [{kind: 'left-out', id, title, why}];
    if (publication === undefined) return leftOut('What it serves could not be looked up.');
    const isNothingThere = publication.version.kind === 'absent' && (publication.serves === null || publication.belongsTo === 'another');
    if (isNothingThere && !situation.named.includes(id)) return [];
    const why = whyNotServed(title, situation.project.version, publication);
    return why === undefined ? [intend(marketplace, publication, situation)] : leftOut(why);
  });
