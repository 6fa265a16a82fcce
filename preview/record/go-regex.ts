/** Escapes that JavaScript and Go read alike; of the others some mean something else, such as `\1`. */
const SHARED_ESCAPES = /[dDwWsSbBtnrfvxpP]/;

/** What one of the two refuses or reads otherwise: look-around, `[]a]`, `[[:alpha:]]`. */
const NOT_SHARED = [/\(\?<?[=!]/, /\[\^?\]/, /\[:/];

/**
 * A regular expression in the syntax of Go, which the provider is written in. What JavaScript may read otherwise is
 * refused: a recording should never choose what the provider would not.
 */
export function goRegExp(source: string): RegExp {
  const [, flags = "", rest = ""] = /^(?:\(\?([ims]+)\))?([\s\S]*)$/.exec(source) ?? [];
  const pattern = rest.replace(/\\([\s\S])/gu, (escape, character: string) => {
    if (SHARED_ESCAPES.test(character)) return escape;
    if (/[A-Za-z0-9]/.test(character)) throw notShared(escape);
    // Go escapes any other character, JavaScript only some; by its code each of them.
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
  for (const construct of NOT_SHARED) {
    const [text] = construct.exec(pattern) ?? [];
    if (text !== undefined) throw notShared(text);
  }
  // "u" makes an error of what would else be read leniently, such as a lone bracket.
  return new RegExp(pattern, `${flags}u`);
}

function notShared(construct: string): Error {
  return new Error(`JavaScript and Go do not read ${construct} alike.`);
}
