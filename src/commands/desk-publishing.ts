import {FirstPackageWork} from './desk-first-package.ts';
import {FixWork} from './desk-fix.ts';
import {FollowWork} from './desk-follow.ts';
import type {PlanWork} from './desk-plans.ts';
import {PublishingWork} from './desk-publish.ts';
import {RollbackWork} from './desk-rollback.ts';
import type {DeskSetting} from './desk-setting.ts';

/** Everything at the desk that publishes, follows and takes back; loaded when the first of it is asked for. */
export const createPublishing = (desk: DeskSetting, plans: PlanWork) => {
  const follow = new FollowWork(desk, plans);
  const rollback = new RollbackWork(desk, plans);
  const publish = new PublishingWork(desk, plans, follow);
  const first = new FirstPackageWork(desk, plans);
  const fix = new FixWork(desk, plans);
  return {
    fix,
    follow,
    first,
    rollback,
    publish,
    end: () => {
      publish.leave();
      first.leave();
      fix.leave();
      follow.end();
      // A step that has begun may still need its value.
      void plans.settled().then(() => {
        rollback.end();
        first.end();
      });
    },
  };
};

export type Publishing = ReturnType<typeof createPublishing>;
