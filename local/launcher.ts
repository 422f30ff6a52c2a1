const LOOK_EVERY_MS = 500;

/** A launcher that was killed could pass on no signal. */
export function stopWithLauncher(): void {
  const launcher = process.ppid;
  if (process.env.LAUNCHED_BY !== String(launcher)) return;
  const look = () => process.ppid !== launcher && process.kill(process.pid, 'SIGTERM');
  setInterval(look, LOOK_EVERY_MS).unref();
}
