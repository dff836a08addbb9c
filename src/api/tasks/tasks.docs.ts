import type { ApiParamOptions } from '@nestjs/swagger';

/** The path parameter that names a task. */
export const taskIdParam: ApiParamOptions = {
  name: 'id',
  description: 'The task’s id.',
  example: 'chimera-0123456789ab',
  schema: { type: 'string', pattern: '^chimera-[0-9a-f]{12}$' },
};
