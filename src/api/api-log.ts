/** Where the API writes what a client must not see; a pino logger is one. */
export interface ApiLog {
  info(context: object, message: string): void;
  warn(context: object, message: string): void;
  error(context: object, message: string): void;
}
