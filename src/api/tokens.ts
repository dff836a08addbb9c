/** What controllers are given by Nest; tokens are explicit because no type metadata is emitted. */
export const TASKS = Symbol('TasksService');
export const TRACES = Symbol('TracesService');
export const EVENTS = Symbol('EventsService');
export const ARTIFACTS = Symbol('ArtifactsService');
export const POOL = Symbol('PoolService');
export const AGENTS_SERVICE = Symbol('AgentsService');
export const WORKERS = Symbol('WorkersService');
export const DEAD_LETTERS = Symbol('DeadLettersService');
export const PROMETHEUS = Symbol('PrometheusService');
export const HISTORY = Symbol('HistoryService');
export const SPENDING = Symbol('SpendingService');
export const PROFILE = Symbol('ProfileService');
export const HOME = Symbol('HomeService');
export const HEALTH = Symbol('HealthService');
export const HEALTH_REPORT = Symbol('HealthReportService');
export const REPORTS = Symbol('ReportsService');
