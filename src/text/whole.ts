/** A whole number with blanks between thousands: `830 000`. */
export function whole(value: number): string {
  return Math.round(value).toLocaleString('en').replaceAll(',', ' ');
}
