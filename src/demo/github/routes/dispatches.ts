import type {WorkflowInput} from '../../../model/workflow.ts';
import type {DemoReply} from '../../service.ts';
import {findCommit} from '../git.ts';
import {queueRun} from '../new-run.ts';
import {notFound, unprocessable, unreadable} from '../refusals.ts';
import {ok, type RepositoryCall, type RepositoryRoute} from '../route.ts';
import {bodyOf, type SentBody, textIn} from '../sent-body.ts';
import {apiUrl, pageUrl} from '../shapes/repository.ts';
import type {Commit} from '../state.ts';
import {parsedAt} from '../workflow-files.ts';
import {findWorkflow} from './actions.ts';

const mostInputs = 25;

type Inputs = Readonly<Record<string, string>>;

/** The inputs that were sent, as texts. */
const sentInputs = ({inputs}: SentBody): Inputs => {
  const sent = typeof inputs === 'object' && inputs !== null ? inputs : {};
  return Object.fromEntries(Object.entries(sent).map(([name, value]) => [name, String(value)]));
};

/** What GitHub says against the inputs; undefined: it takes them. */
const inputFault = (declared: readonly WorkflowInput[], sent: Inputs): string | undefined => {
  const strange = Object.keys(sent).filter((name) => !declared.some((input) => input.name === name));
  if (strange.length > 0) return `Unexpected inputs provided: ${JSON.stringify(strange)}`;
  if (Object.keys(sent).length > mostInputs) return `You can only provide up to ${mostInputs} inputs.`;
  const missing = declared.find(({name, required, default: usual}) => required && usual === undefined && (sent[name] ?? '') === '');
  if (missing !== undefined) return `Required input '${missing.name}' not provided`;
  const wrong = declared.find(({name, options}) => options !== undefined && sent[name] !== undefined && !options.includes(sent[name]));
  if (wrong !== undefined) return `Provided value '${sent[wrong.name]}' for input '${wrong.name}' not in the list of allowed values`;
  const noBoolean = declared.find(({name, type}) => type === 'boolean' && !['true', 'false'].includes(sent[name] ?? 'true'));
  return noBoolean && `Provided value '${sent[noBoolean.name]}' for input '${noBoolean.name}' not of type 'boolean'`;
};

const filledIn = (declared: readonly WorkflowInput[], sent: Inputs): Inputs =>
  Object.fromEntries(
    declared.map(({name, type, default: usual, options}) => [
      name,
      sent[name] ?? usual ?? (type === 'boolean' ? 'false' : type === 'choice' ? (options?.[0] ?? '') : ''),
    ]),
  );

const dispatched = (call: RepositoryCall, body: SentBody): DemoReply => {
  const {state, repository, viewer, setting, parameters, request} = call;
  const workflow = findWorkflow(repository, parameters.workflow_id);
  if (workflow === undefined || viewer.kind !== 'somebody') return notFound();
  const ref = textIn(body, 'ref');
  if (ref === '') return unprocessable('Invalid request.\n\n"ref" wasn\'t supplied.');
  if (workflow.state !== 'active' || !repository.actions.isEnabled)
    return unprocessable("Cannot trigger a 'workflow_dispatch' on a disabled workflow");
  const branch = ref.replace(/^refs\/(?:heads|tags)\//, '');
  const isNamed = repository.branches.has(branch) || repository.tags.has(branch);
  const commit: Commit | undefined = isNamed ? findCommit(repository, branch) : undefined;
  if (commit === undefined) return unprocessable(`No ref found for: ${ref}`);
  const trigger = parsedAt(commit, workflow)?.triggers.find(({event}) => event === 'workflow_dispatch');
  if (trigger === undefined) return unprocessable("Workflow does not have 'workflow_dispatch' trigger");
  const sent = sentInputs(body);
  const fault = inputFault(trigger.inputs ?? [], sent);
  if (fault !== undefined) return unprocessable(fault);
  const inputs = filledIn(trigger.inputs ?? [], sent);
  const actor = viewer.account.login;
  const {id} = queueRun(state, {repository, workflow, event: 'workflow_dispatch', branch, commit, actor, inputs, now: setting.now()});
  const isTold = body['return_run_details'] === true || request.headers['x-github-api-version'] === '2026-03-10';
  if (!isTold) return {status: 204};
  return ok({
    workflow_run_id: id,
    run_url: `${apiUrl(repository)}/actions/runs/${id}`,
    html_url: `${pageUrl(repository)}/actions/runs/${id}`,
  });
};

export const dispatchRoutes: readonly RepositoryRoute[] = [
  {
    method: 'POST',
    template: '/repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches',
    needs: {scope: 'repo', permission: 'actions', isForWriting: true},
    about: (call) => {
      const body = bodyOf(call);
      return body ? dispatched(call, body) : unreadable();
    },
  },
];
