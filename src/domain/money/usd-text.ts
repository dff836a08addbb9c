/** An amount of USD for a person: to the cent, and below a dollar to a hundredth of one. */
export function usdText(usd: number): string {
  return usd !== 0 && usd < 1 ? `$${usd.toFixed(4)}` : `$${usd.toFixed(2)}`;
}
