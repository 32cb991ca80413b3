import {marketplaceIds} from './model/marketplace-id.ts';

/** The answer to `portcall --help`; it fits a terminal of 80 columns. */
export const helpText = `Portcall shows where a release really can be installed, and why not.

Usage
  portcall                  open the grid for the project in this folder
  portcall setup            go through what only a person can do, task by task:
                            why, the steps, the page, and a look whether it
                            is done; leave at any point and go on later
  portcall status           print the grid
  portcall verify           print it, comparing what is served with the release;
                            --wait looks until it is served, --install tries
                            it on this machine
  portcall tokens [IDS]     test the tokens at hand; --calendar says when they
                            end, --ics FILE writes that as a calendar
  portcall publish IDS      publish there, one after the other: what is decided,
                            the plan, the run and what is served in the end;
                            without IDS what was started is followed
  portcall first-package IDS    make the first package: its files out of the
                            release, what stands there already, and the plan
                            that hands it in; --variant NAME, --output FOLDER
  portcall workflow         write, complete, mend the workflow that publishes:
                            each change as a diff, then one pull request;
                            --output FILE writes the file here
  portcall rollback [IDS]   take a version back where it is served: each way is
                            shown first; --way N chooses one
  portcall tokens ID --rotate   make, paste, test, keep and set a new token
  portcall secret list      print the secrets, their ages and who reads them
  portcall secret set NAME  set one by prompt or standard input; NAME may be
                            a marketplace, for the name its job reads; with
                            --patch the workflow's wrong name is mended
  portcall secret delete NAME   delete one; with --unread all that nothing reads
  portcall secret copy      set those whose values are known at --to OWNER/NAME
  portcall diagnose [RUN]   say why publishing failed, with the evidence and
                            the fix; RUN is a run's number or its address
  portcall report           write the audit and what to do, as Markdown;
                            --format html, --json, --output FILE; --snippet
                            prints a workflow that looks once a day
  portcall ledger           print what was done, newest first
  portcall init             write what is found here to portcall.yaml
  portcall demo [COMMAND]   run any command in a simulated world on this machine
  portcall demo serve       serve that world alone until it is ended

“portcall help COMMAND” or “portcall COMMAND --help” tells more of one command:
its options, examples and exit codes.

Options
  --repo OWNER/NAME   look at this repository on GitHub, not at this folder;
                      given more than once, status shows all in one grid
  --tag TAG           look at this release, not at the newest
  --only IDS          look at these marketplaces alone, with commas between them
  --except IDS        leave these marketplaces out
  --watch             keep the grid fresh until it is ended
  --json              print JSON, for machines
  --dry-run           show what would be written, and write nothing
  --yes               answer every question with yes
  --no-color          use no colours, as NO_COLOR in the environment does
  -h, --help          show this text
  -V, --version       show the version

Marketplaces
${inLines(marketplaceIds, 5)}

Environment
  GITHUB_TOKEN        what GitHub is read with; also GH_TOKEN
  NPM_TOKEN ...       each marketplace's token, by its usual name
  PORTCALL_HOME       the one folder for everything that Portcall keeps
  PORTCALL_HOSTS      host=origin pairs with commas between them, for mirrors
                      and GitHub Enterprise; *=origin takes every host

Exit codes
  0 nothing that is set up is broken or behind
  1 something is broken or behind
  2 wrong use or configuration     3 something could not be told
  4 a sign-in is needed            8 something waits        130 interrupted
`;

function inLines(ids: readonly string[], perLine: number): string {
  const lines: string[] = [];
  for (let start = 0; start < ids.length; start += perLine) lines.push(`  ${ids.slice(start, start + perLine).join(' ')}`);
  return lines.join('\n');
}
