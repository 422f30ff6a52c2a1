import type { Screen } from './screen';

/** What is told of a run while it goes on. */
export interface RunningRun {
  status: string;
  run: { tasksDone: number; tasksTotal: number } | null;
}

const DRAW_EVERY_MS = 250;

/** Shows how a run stands: in a terminal on one line, which counts the seconds, elsewhere whenever something changes. */
export function showProgress(screen: Screen) {
  const began = performance.now();
  const seconds = () => Math.floor((performance.now() - began) / 1000);
  let status = 'starting';
  let tasks = '';
  let told = '';
  const line = () => `  ${status}, ${seconds()} s${tasks}`;
  const timer = setInterval(() => screen.live(line()), DRAW_EVERY_MS);

  return {
    seconds,
    update({ status: now, run }: RunningRun) {
      status = now;
      tasks = run && run.tasksTotal > 0 ? `, ${run.tasksDone} of ${run.tasksTotal} tasks done` : '';
      screen.live(line());
      const news = `${status}${tasks}`;
      if (!screen.isTerminal && news !== told) screen.say(line());
      told = news;
    },
    end() {
      clearInterval(timer);
      screen.live(undefined);
    },
  };
}
