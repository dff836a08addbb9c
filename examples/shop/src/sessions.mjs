import { randomBytes } from 'node:crypto';
import { emptyCart } from './cart.mjs';

const cookieName = 'larch_session';
const maxSessions = 10_000;

/** Keeps one cart a visitor, in memory, known by a cookie; the oldest visitors are forgotten first. */
export function createSessions() {
  const sessions = new Map();
  return {
    /** The visitor's session; a new one sets its cookie on the response. */
    of(request, response) {
      const id = new RegExp(`(?:^|; )${cookieName}=([0-9a-f]{32})`).exec(request.headers.cookie ?? '')?.[1];
      const known = id && sessions.get(id);
      if (known) return known;
      const session = { cart: emptyCart(), notice: undefined };
      const fresh = randomBytes(16).toString('hex');
      sessions.set(fresh, session);
      if (sessions.size > maxSessions) sessions.delete(sessions.keys().next().value);
      response.setHeader('Set-Cookie', `${cookieName}=${fresh}; Path=/; HttpOnly; SameSite=Lax`);
      return session;
    },
  };
}
