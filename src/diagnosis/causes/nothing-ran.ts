import type {Cause} from '../../model/diagnosis.ts';
import {isAbsent, releaseOf, sentences} from '../situation.ts';

/** The tag's release is out, and the workflow that would publish it never ran. */
export const nothingRan: Cause = {
  id: 'nothing-ran',
  title: 'Nothing ran for this tag.',
  judge: (situation) => {
    const {job, run, workflowRuns, project} = situation;
    if (!job?.isEnabled || run !== undefined || workflowRuns === undefined || !isAbsent(situation)) return undefined;
    const waiting = workflowRuns.runs.find(({status}) => status === 'waiting');
    if (waiting)
      return {
        title: 'The run waits for somebody’s approval.',
        confidence: 'confirmed',
        evidence: [`The run at ${waiting.url} waits since ${waiting.createdAt}.`],
        fix: `Approve it at ${waiting.url}.`,
      };
    const release = releaseOf(situation);
    if (release === undefined || release.isDraft || workflowRuns.runs.some(({branch}) => branch === project.tag)) return undefined;
    const events = [...new Set(workflowRuns.runs.map(({event}) => event))];
    return {
      confidence: workflowRuns.runs.length > 0 ? 'likely' : 'possible',
      evidence: sentences(
        `The release ${project.tag} is out, and ${job.workflow.path} has no run for it.`,
        events.length > 0 && `Its earlier runs began by ${events.join(' and ')}.`,
      ),
      fix: `Start ${job.workflow.path} by hand; what GITHUB_TOKEN made, such as a release, starts no other workflow.`,
    };
  },
};
