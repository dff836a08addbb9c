import type { Feature, Interaction, Step } from '../../../../feature/step.ts';

/**
 * Whether a site keeps what a visitor does for that visitor alone, as a cart in a session, or for all, as orders in a
 * list. Only who runs the site knows.
 */
export type SiteState = 'per_visitor' | 'shared';

/** What a visitor does without changing the site: pages are opened, looked at and left. */
const ONLY_LOOKS: Readonly<Record<Interaction['kind'], boolean>> = {
  open: true,
  reload: true,
  'go-back': true,
  hover: true,
  'switch-tab': true,
  'close-tab': true,
  click: false,
  fill: false,
  clear: false,
  select: false,
  check: false,
  uncheck: false,
  press: false,
  'choose-file': false,
  answer: false,
};

const onlyLooks = ({ does }: Step): boolean => does.type === 'assertion' || ONLY_LOOKS[does.interaction.kind];

/**
 * Whether the scenarios of a feature may run side by side. Each has a browser context, and so is a visitor, of its own; what
 * they can have in common is the site. So they may where the site keeps visitors apart, and where no scenario does more than
 * look. Otherwise one would see what another is doing at the moment, and pass or fail by chance: they run in their order.
 */
export function maySideBySide({ scenarios }: Feature, siteState: SiteState): boolean {
  if (scenarios.length < 2) return false;
  return siteState === 'per_visitor' || scenarios.every(({ steps }) => steps.every(onlyLooks));
}
