import { html } from '../html.mjs';

const drawings = {
  mug: html`<path d="M128 62h22a20 20 0 0 1 0 46h-22" fill="none" stroke="#6f8577" stroke-width="9" />
    <path d="M66 48h64v66a16 16 0 0 1-16 16H82a16 16 0 0 1-16-16z" fill="#8fa598" />
    <path d="M66 48h64v20H66z" fill="#e9ded0" />`,
  teapot: html`<path d="M146 74c26-12 24 34-4 38" fill="none" stroke="#2f5d50" stroke-width="8" />
    <path d="M62 84 34 62l-8 6 34 42z" fill="#3c7464" />
    <ellipse cx="102" cy="98" rx="48" ry="38" fill="#3c7464" />
    <path d="M74 66a28 12 0 0 1 56 0z" fill="#2f5d50" /><circle cx="102" cy="50" r="7" fill="#d9a441" />`,
  towel: html`<path d="M60 36h80v104H60z" fill="#efe6d8" /><path d="M60 58h80v8H60zM60 74h80v4H60z" fill="#b4583e" />
    <path d="M60 116h80v8H60z" fill="#b4583e" /><path d="M100 36v104" stroke="#dccfbb" stroke-width="2" />`,
  board: html`<rect x="42" y="52" width="100" height="72" rx="12" fill="#d3a670" />
    <path d="M142 76h18a12 12 0 0 1 0 24h-18z" fill="#d3a670" /><circle cx="158" cy="88" r="5" fill="#f3ebdf" />
    <path d="M54 70q42-10 78 2M54 90q40 8 78-2M54 108q36-8 78 0" fill="none" stroke="#b98950" stroke-width="3" />`,
  blanket: html`<rect x="44" y="92" width="112" height="32" rx="14" fill="#a3493a" />
    <rect x="44" y="64" width="112" height="32" rx="14" fill="#c2705d" />
    <rect x="44" y="36" width="112" height="32" rx="14" fill="#d99a86" />
    <path d="M64 36v88M78 36v88" stroke="#f4e3d7" stroke-width="4" />`,
  candle: html`<path d="M100 26c14 16 12 28 0 32-12-4-14-16 0-32z" fill="#e8a33d" />
    <path d="M100 56v12" stroke="#4a3f35" stroke-width="3" />
    <rect x="78" y="68" width="44" height="70" rx="5" fill="#e9c46a" />
    <path d="M78 84h44M78 100h44M78 116h44" stroke="#d9ae4b" stroke-width="3" />`,
};

/** A product's drawing; it only decorates, so screen readers pass over it. */
export function picture(name) {
  return html`<svg viewBox="0 0 200 160" aria-hidden="true" focusable="false">${drawings[name]}</svg>`;
}
