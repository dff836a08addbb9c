import { readEnvironment } from '../../config/env.ts';
import type { CommandContext } from '../command-context.ts';
import { endProcess } from '../instance/end-process.ts';
import { removeInstance, runningInstance } from '../instance/instance-file.ts';

/** `chimera stop`: stops the instance that runs on this data directory; harmless when none does. */
export async function stop(context: CommandContext): Promise<void> {
  const { dataDirectory } = readEnvironment(context.console.env);
  const instance = await runningInstance(dataDirectory);
  if (instance === undefined) {
    context.answer({ stopped: false, data_directory: dataDirectory }, [`Chimera is not running on ${dataDirectory}.`]);
    return;
  }
  const how = await endProcess(instance);
  await removeInstance(dataDirectory, instance.pid);
  context.answer({ stopped: true, forced: how === 'forced', pid: instance.pid, data_directory: dataDirectory }, [
    how === 'stopped' ? 'Chimera has stopped.' : 'Chimera did not stop in time and was ended by force.',
  ]);
}
