import * as z from 'zod';
import {type MarketplaceId, marketplaceIds} from './marketplace-id.ts';
import type {RepositoryName} from './project.ts';

/** What `portcall.yaml` says of one package. */
export type ConfiguredPackage = {
  /** Absent: the name stands in the file at `path`. */
  readonly name?: string;
  /** The file that describes it, from the repository's root; absent: any. */
  readonly path?: string;
};

/** What `portcall.yaml` says; every member is absent where the file leaves it out, and is found then. */
export type Configuration = {
  readonly repository?: RepositoryName;
  readonly tag?: string;
  readonly packages?: Partial<Readonly<Record<MarketplaceId, ConfiguredPackage>>>;
  readonly only?: readonly MarketplaceId[];
  readonly except?: readonly MarketplaceId[];
  /** Origins by public host, as `PORTCALL_HOSTS` names them. */
  readonly hosts?: Readonly<Record<string, string>>;
  /** Further repositories that the project publishes in, such as its tap or its bucket. */
  readonly places?: readonly RepositoryName[];
  /** Repositories that are shown in one grid, where none is named on the command line. */
  readonly repositories?: readonly RepositoryName[];
  /** The client id of an app of one's own, by which people sign in to GitHub with a code. */
  readonly github_client_id?: string;
};

const repository = z
  .string('Write it as OWNER/NAME.')
  .regex(/^[A-Za-z0-9][A-Za-z0-9-]*\/[A-Za-z0-9._-]+$/, 'Write it as OWNER/NAME.')
  .transform((text): RepositoryName => {
    const [owner = '', name = ''] = text.split('/');
    return {owner, name};
  });

const text = (what: string) =>
  z.string(`Write ${what} as text, in quotes if it looks like a number.`).trim().min(1, `Write ${what} here, or take the line out.`);

const writePackage = 'Write a name, or a name and a path: {name: my-tool, path: package.json}.';

const configuredPackage = z
  .union([
    text('the name').transform((name): ConfiguredPackage => ({name})),
    z.strictObject({name: text('the name').exactOptional(), path: text('the path').exactOptional()}, writePackage),
  ])
  .refine((one) => one.name !== undefined || one.path !== undefined, 'Give it a name, a path or both.');

const marketplace = z.enum(marketplaceIds, `Choose among ${marketplaceIds.join(' ')}.`);

const origin = z
  .string('Write an origin, such as http://127.0.0.1:8080.')
  .regex(/^https?:\/\/[^/\s]+\/*$/, 'Write an origin without a path, such as http://127.0.0.1:8080.')
  .transform((address) => address.replace(/\/+$/, ''));

/** The schema of `portcall.yaml`. Each message says what would be right. */
export const configurationSchema = z.strictObject(
  {
    repository: repository.exactOptional(),
    tag: text('the tag').exactOptional(),
    packages: z
      .partialRecord(marketplace, configuredPackage, 'Write marketplace: name, one a line, such as “npm: my-tool”.')
      .exactOptional(),
    only: z.array(marketplace, 'Write a list of marketplaces.').min(1, 'Name a marketplace, or take the line out.').exactOptional(),
    except: z.array(marketplace, 'Write a list of marketplaces.').exactOptional(),
    hosts: z.record(z.string(), origin, 'Write host: origin, one a line.').exactOptional(),
    places: z.array(repository, 'Write a list of OWNER/NAME.').exactOptional(),
    repositories: z.array(repository, 'Write a list of OWNER/NAME.').min(1, 'Name a repository, or take the line out.').exactOptional(),
    github_client_id: text('the client id').exactOptional(),
  },
  'Write names and values, such as “repository: OWNER/NAME”.',
);

/** Every key that may stand at the top. */
export const configurationKeys = Object.keys(configurationSchema.shape);
