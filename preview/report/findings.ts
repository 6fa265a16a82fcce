import type { RegisteredFinding } from "../registration";
import { markup, type Markup } from "./markup";

/** Each finding with why and fix; of what somebody silenced, the reason. */
export function findingCards(findings: readonly RegisteredFinding[]): Markup {
  if (findings.length === 0) return markup`<p class="card">No findings.</p>`;
  return markup`${findings.map(card)}`;
}

function card({ code, severity, where, message, why, fix, silenced }: RegisteredFinding): Markup {
  const state = silenced === undefined ? severity : "silenced";
  return markup`<article class="card finding"><p><span class="tag ${state}">${code} ${state}</span></p><div>
<h3>${message}</h3>
<p class="where">${where}</p>
<dl>${silenced !== undefined && markup`<dt>Silenced</dt><dd>${silenced}</dd>`}<dt>Why</dt><dd>${why}</dd><dt>Fix</dt><dd>${fix}</dd></dl>
</div></article>
`;
}
