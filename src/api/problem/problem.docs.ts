import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { PROBLEM_MEDIA_TYPE } from '../../domain/problem-form.ts';
import { PROBLEM_REF } from '../openapi-refs.ts';

/** Documents a problem response of an operation. */
export function problemResponse(status: number, description: string): MethodDecorator & ClassDecorator {
  const content = { [PROBLEM_MEDIA_TYPE]: { schema: { $ref: PROBLEM_REF } } };
  return applyDecorators(ApiResponse({ status, description, content }));
}
