import type { FindingGroup } from "./findings-model";
import { markup, type Markup } from "./markup";

/** Each group of findings with why and fix; of what somebody silenced, the reason. */
export function findingCards(groups: readonly FindingGroup[]): Markup {
  if (groups.length === 0) return markup`<p class="card">No findings.</p>`;
  return markup`${groups.map(card)}`;
}

function card({ code, state, title, instances, why, fix, silenced }: FindingGroup): Markup {
  return markup`<article class="card finding"><p><span class="tag ${state}">${code} ${state}</span></p><div>
<h3>${title}</h3>
<ul>${instances.map(({ where, message }) => markup`<li>${message} <span class="where">${where}</span></li>`)}</ul>
<dl>${silenced !== undefined && markup`<dt>Silenced</dt><dd>${silenced}</dd>`}<dt>Why</dt><dd>${why}</dd><dt>Fix</dt><dd>${fix}</dd></dl>
</div></article>
`;
}
