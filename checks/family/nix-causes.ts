import type {Cause} from '../../src/model/diagnosis.ts';
import {likelyCause, logCause, shownCause} from './log-cause.ts';

/** What a failed step’s log shows of Nix. */
export const nixCauses: readonly Cause[] = [
  logCause({
    id: 'nix-hash-mismatch',
    title: 'What was fetched does not have the hash that the package pins.',
    pattern: /hash mismatch in fixed-output derivation/i,
    confidence: 'confirmed',
    fix: 'Hold the hash after `got:` against the release, then take it into the package.',
  }),
  logCause({
    id: 'nix-commands-off',
    title: 'Nix runs without the commands and flakes that the job uses.',
    pattern: /experimental Nix feature '[^']+' is disabled/i,
    confidence: 'confirmed',
    fix: 'Set NIX_CONFIG to "experimental-features = nix-command flakes".',
  }),
  logCause({
    id: 'nix-attribute-missing',
    title: 'The package names something that nixpkgs does not have.',
    pattern: /attribute '[^']+' missing|undefined variable '[^']+'/i,
    confidence: 'likely',
    fix: 'Add the maintainer in a commit of its own, and correct the name.',
  }),
  shownCause(
    'nixpkgs-rule-broken',
    'The change breaks a rule of nixpkgs.',
    /\bNPV-\d{3}\b/,
    'Look up the number in nixpkgs-vet, and correct what it names.',
  ),
  shownCause(
    'licence-not-free',
    'Nix does not build packages with such a licence unless it is told to.',
    /has an unfree license/i,
    'Set NIXPKGS_ALLOW_UNFREE=1 and pass --impure, or correct meta.license.',
  ),
  likelyCause(
    'file-not-tracked',
    'The flake sees only files that git tracks.',
    /error: path '[^']+' does not exist/i,
    'Add the file to git before building.',
  ),
];
