import type {Cause} from '../model/diagnosis.ts';
import {assetFetchedTooEarly, assetMisnamed} from './causes/assets.ts';
import {errorPageHashed} from './causes/error-pages.ts';
import {fileFaulty, placeholderLeft} from './causes/files.ts';
import {gitHubAnswers} from './causes/github.ts';
import {committedNowhere, failureSwallowed, greenButAbsent, publishStepSkipped} from './causes/green.ts';
import {nothingRan} from './causes/nothing-ran.ts';
import {crossRepositoryToken, permissionMissing} from './causes/permissions.ts';
import {failedBeforePublishing, jobDisabled, jobSkipped, marketplaceUnreachable, runStopped} from './causes/runs.ts';
import {secretMisnamed, secretMissing} from './causes/secrets.ts';
import {tokenRefused} from './causes/tokens.ts';
import {versionAlreadyThere} from './causes/versions.ts';

/** The causes that every marketplace shares, the more specific first; a marketplace's own stand before them. */
export const generalCauses: readonly Cause[] = [
  assetFetchedTooEarly,
  assetMisnamed,
  errorPageHashed,
  placeholderLeft,
  secretMisnamed,
  secretMissing,
  crossRepositoryToken,
  ...gitHubAnswers,
  permissionMissing,
  versionAlreadyThere,
  tokenRefused,
  publishStepSkipped,
  committedNowhere,
  failureSwallowed,
  runStopped,
  jobSkipped,
  jobDisabled,
  marketplaceUnreachable,
  failedBeforePublishing,
  fileFaulty,
  greenButAbsent,
  nothingRan,
];
