import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiParam, type ApiParamOptions, ApiResponse, ApiTags } from '@nestjs/swagger';
import { DocumentParameters } from '../http/document-parameters.ts';
import { problemResponse } from '../problem/problem.docs.ts';
import { AGENTS_SERVICE } from '../tokens.ts';
import {
  type Agents,
  agentsSchema,
  type AccountCommand,
  accountCommandSchema,
  type AgentView,
  agentViewSchema,
  type BreakerCommand,
  breakerCommandSchema,
} from '../../contract/agent.ts';
import type { AgentsService } from './agents.service.ts';

const nameParam: ApiParamOptions = {
  name: 'name',
  description: 'The name of the agent.',
  example: 'coder-agent@shop',
  schema: { type: 'string' },
};

const AGENT = { status: 200, description: 'The agent now.', standardSchema: agentViewSchema };

/** The agents: who does what for whom, and whether its circuit breaker lets calls in. */
@ApiTags('agents')
@Controller('api/agents')
export class AgentsController {
  readonly #agents: AgentsService;

  constructor(@Inject(AGENTS_SERVICE) agents: AgentsService) {
    this.#agents = agents;
  }

  @Get()
  @ApiOperation({
    summary: 'List the agents',
    description: 'Each with its circuit breaker, its last hundred heartbeats, and the last five changes of both.',
  })
  @ApiResponse({ status: 200, description: 'The agents.', standardSchema: agentsSchema })
  list(): Promise<Agents> {
    return this.#agents.list();
  }

  @Get(':name')
  @ApiOperation({
    summary: 'Look at an agent',
    description: 'With the last fifty changes of its circuit breaker and of its heartbeats.',
  })
  @ApiParam(nameParam)
  @ApiResponse(AGENT)
  @problemResponse(404, 'No such agent.')
  get(@Param('name') name: string): Promise<AgentView> {
    return this.#agents.get(name);
  }

  @Post(':name/breaker')
  @HttpCode(200)
  @DocumentParameters()
  @ApiOperation({
    summary: 'Trip or reset a circuit breaker',
    description: 'Tasks that need a tripped agent wait, and lose no attempt. What runs goes on.',
  })
  @ApiParam(nameParam)
  @ApiResponse(AGENT)
  @problemResponse(404, 'No such agent.')
  @problemResponse(422, 'A field is wrong.')
  @problemResponse(503, 'The database cannot be reached.')
  command(
    @Param('name') name: string,
    @Body({ schema: breakerCommandSchema }) command: BreakerCommand,
  ): Promise<AgentView> {
    return this.#agents.command(name, command);
  }

  @Post(':name/account')
  @HttpCode(200)
  @DocumentParameters()
  @ApiOperation({
    summary: 'Reopen an account',
    description: 'Of an agent whose provider reached a limit, once there is reason to try it again before its time.',
  })
  @ApiParam(nameParam)
  @ApiResponse(AGENT)
  @problemResponse(404, 'No such agent.')
  @problemResponse(409, 'Chimera brings the agent along: it has no account.')
  @problemResponse(422, 'A field is wrong.')
  @problemResponse(503, 'The database cannot be reached.')
  reopen(
    @Param('name') name: string,
    @Body({ schema: accountCommandSchema }) command: AccountCommand,
  ): Promise<AgentView> {
    return this.#agents.reopen(name, command);
  }
}
