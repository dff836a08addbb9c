import type { z } from 'zod';
import { limitsOf } from '../domain/money/budget.ts';
import { priceOf, type Prices } from '../domain/money/prices.ts';
import { someQuoted } from '../domain/some-of.ts';
import {
  type AgentChoice,
  declaredAgentName,
  type DeclaredChoice,
  type Fallback,
  type OwnChoice,
} from './agent-choice.ts';
import type { configFileSchema } from './chimera-config.ts';
import { budgetsOf } from './money.ts';
import { nearest } from './nearest.ts';
import type { DeclaredProject, ProjectConfig } from './project.ts';
import type { PlacedProblem } from './schema-problems.ts';

/** A project's agents, those that it names found among the declared ones. */
export function foundAgents(chosen: DeclaredProject['agents'], declared: Declared): ProjectConfig['agents'] {
  const found = Object.entries(chosen).map(([key, choice]): readonly [string, AgentChoice] => {
    return [key, choice === 'built-in' ? choice : ownAgentOf(choice, declared)];
  });
  return Object.fromEntries(found);
}

type Declared = Readonly<Record<string, DeclaredChoice>>;

/** An agent of one's own, it and the one that takes over found. */
function ownAgentOf(choice: DeclaredChoice | { readonly named: string }, declared: Declared): OwnChoice {
  const found = 'named' in choice ? { ...declaredAs(choice.named, declared), name: choice.named } : choice;
  const { then, ...own } = found;
  if (then === undefined) return own;
  return { ...own, then: { on: then.on, choice: loneAgentOf(then.choice, declared) } };
}

/** The agent that takes over; nobody takes over from it. */
function loneAgentOf(choice: Fallback['choice'] | { readonly named: string }, declared: Declared): Fallback['choice'] {
  if (!('named' in choice)) return choice;
  const { then: _, ...own } = declaredAs(choice.named, declared);
  return { ...own, name: choice.named };
}

function declaredAs(name: string, declared: Declared): DeclaredChoice {
  const agent = declared[name];
  if (agent === undefined) throw new Error(`The agent ${name} was not looked for.`);
  return agent;
}

/** Agents whose model has no price, where a budget is in USD: nobody could keep it. */
export function unpricedModels(config: z.output<typeof configFileSchema>): readonly PlacedProblem[] {
  const { projects, agents, budgets, prices } = config;
  const inUsd = limitsOf(budgetsOf(budgets)).some(({ unit }) => unit === 'usd');
  const placed = [
    ...Object.entries(agents).map(([name, choice]) => ({ at: ['agents', name], choice })),
    ...projects.flatMap((project, index) =>
      Object.entries(project.agents).map(([key, choice]) => ({ at: ['projects', index, 'agents', key], choice })),
    ),
  ];
  return placed.flatMap(({ at, choice }) => {
    if (choice === 'built-in' || 'named' in choice) return [];
    const { then } = choice;
    const asked = [{ at, choice }, ...(then === undefined ? [] : [{ at: [...at, 'then'], choice: then.choice }])];
    return asked.flatMap((one) => unpriced(one, inUsd, prices));
  });
}

interface PlacedChoice {
  readonly at: readonly PropertyKey[];
  readonly choice: DeclaredChoice | Fallback['choice'] | { readonly named: string };
}

function unpriced({ at, choice }: PlacedChoice, inUsd: boolean, prices: Prices): readonly PlacedProblem[] {
  if (!('preset' in choice)) return [];
  const { model, budget_usd } = choice;
  if (model === undefined || priceOf(model, prices) !== undefined) return [];
  if (!inUsd && budget_usd === undefined) return [];
  const message = `must have a price, since there is a budget in USD: name it under prices, such as prices: { ${JSON.stringify(model)}: { input: 2, output: 10 } } (USD for a million tokens)`;
  return [{ at: [...at, 'model'], value: JSON.stringify(model), message }];
}

/** Agents that are named, and not declared; `declared` is the configuration as it was read, whatever is wrong with it. */
export function undeclaredAgents(declared: unknown): readonly PlacedProblem[] {
  const known = Object.keys(mapping(declared, 'agents'));
  const projects: unknown = valueOf(declared, 'projects');
  const chosen = [
    ...placedIn(['agents'], mapping(declared, 'agents')),
    ...(Array.isArray(projects) ? projects : []).flatMap((project: unknown, index) =>
      placedIn(['projects', index, 'agents'], mapping(project, 'agents')),
    ),
  ];
  const named = chosen.flatMap(({ at, value }) => {
    const takesOver = { at: [...at, 'then', 'agent'], value: valueOf(valueOf(value, 'then'), 'agent') };
    return at[0] === 'agents' ? [takesOver] : [{ at, value }, takesOver];
  });
  return named.flatMap(({ at, value }) => {
    if (!declaredAgentName.safeParse(value).success || known.includes(String(value))) return [];
    const near = nearest(String(value), known);
    const hint =
      known.length === 0
        ? 'no agent is declared there'
        : near === undefined
          ? `declared are ${someQuoted(known)}`
          : `did you mean "${near}"?`;
    const message = `must be an agent that is declared under agents: ${hint}`;
    return [{ at, value: JSON.stringify(value), message }];
  });
}

interface PlacedValue {
  readonly at: readonly PropertyKey[];
  readonly value: unknown;
}

function placedIn(at: readonly PropertyKey[], values: object): readonly PlacedValue[] {
  return Object.entries(values).map(([key, value]) => ({ at: [...at, key], value: value as unknown }));
}

function valueOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function mapping(value: unknown, key: string): object {
  const found = valueOf(value, key);
  return typeof found === 'object' && found !== null ? found : {};
}
