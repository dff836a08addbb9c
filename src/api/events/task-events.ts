import { createHash } from 'node:crypto';
import type { MessageEvent } from '@nestjs/common';
import { Observable } from 'rxjs';
import { hasEnded } from '../../domain/task.ts';
import type { TaskSnapshot } from '../tasks/task-snapshot.ts';
import type { TaskEvent, TaskView } from '../../contract/task/task.ts';

/** How snapshots become what one client reads. */
export interface EventForm {
  readonly view: (snapshot: TaskSnapshot) => TaskView;
  /** Id of the last event that a reconnecting client has; that event is not sent again. */
  readonly lastEventId?: string | undefined;
  /** Ms between the comments that keep a silent connection open. */
  readonly heartbeatMs: number;
}

/**
 * An id that tells one state of a task from another, the same in every process; passing time does not change it, nor
 * does what is only an estimate.
 */
function idOf({ state, stale, attempt, place }: TaskSnapshot): string {
  return createHash('sha256')
    .update(JSON.stringify([state, stale, attempt, place?.position, place?.reason]))
    .digest('hex')
    .slice(0, 16);
}

/** Server-sent events of one task: `state` on every change, comments in between, `end` when the task has ended. */
export function taskEvents(snapshots: Observable<TaskSnapshot>, form: EventForm): Observable<MessageEvent> {
  return new Observable<MessageEvent>((client) => {
    const tell = (id: string, event: TaskEvent): void => {
      client.next({ id, ...event });
    };
    let sent = form.lastEventId;
    let latest: TaskSnapshot | undefined;
    const heartbeat = setInterval(() => {
      client.next({ comment: 'still here' });
    }, form.heartbeatMs);
    const following = snapshots.subscribe({
      next(snapshot) {
        latest = snapshot;
        const id = idOf(snapshot);
        if (id === sent) return;
        sent = id;
        tell(id, { type: 'state', data: form.view(snapshot) });
      },
      complete() {
        if (latest !== undefined && hasEnded(latest.state)) {
          const { task_id, status } = latest.state;
          tell(sent ?? idOf(latest), { type: 'end', data: { task_id, status } });
        }
        client.complete();
      },
    });
    return () => {
      clearInterval(heartbeat);
      following.unsubscribe();
    };
  });
}
