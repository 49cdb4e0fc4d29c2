// Finding people in the list that the device keeps: by a code, or by any form of the name, as the server does it
// (attendance/queries.py: people_found), so that the same words find the same people with and without network.

const BADGE_TAIL = 19; // the letters of a badge's code after the registration's: its number and its seal
const LETTERS = { ى: "ي", ئ: "ي", ی: "ي", أ: "ا", إ: "ا", آ: "ا", ٱ: "ا", ؤ: "و", ة: "ه", ک: "ك", œ: "oe", æ: "ae" };
const DIGITS = "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹";

const latinDigits = (text) => text.replace(/[٠-٩۰-۹]/g, (one) => String(DIGITS.indexOf(one) % 10));

/** A text without what only its looks tell apart: case, accents, vowel signs, forms of letters, kinds of digits. */
export function bare(text) {
  const letters = text.normalize("NFKC").toLowerCase().replace(/[ىئیأإآٱؤةکœæ]/g, (one) => LETTERS[one]);
  return latinDigits(letters.normalize("NFD").replace(/[\p{Mn}\p{Cf}\u0640]/gu, "").replace(/[‘’‛ʼʻʹ´`′＇]/g, "'"));
}

/** What was scanned or typed as our codes are written. */
export const asCode = (text) => latinDigits(text.normalize("NFKC")).toUpperCase().replace(/[^\p{L}\p{N}]/gu, "");

/** Whether what nobody is called could be a code. */
export const looksLikeCode = (text) => /^(?=.*\d)[A-Z0-9]{8,64}$/.test(asCode(text));

export class People {
  #byCode = new Map();
  #words = [];

  /** `rows` are [code, native name, Latin name, category, state], in the order of names. */
  constructor(rows) {
    for (const [code, native, latin, category, state] of rows) {
      const person = { code, name: native, latin: latin === native ? "" : latin, category, state };
      this.#byCode.set(code, person);
      this.#words.push([bare(`${native} ${latin} ${code}`), person]);
    }
  }

  /** Whom a code means: the registration's own, or that of a badge, whose seal the server looks at. */
  withCode(text) {
    const code = asCode(text);
    return this.#byCode.get(code) ?? this.#byCode.get(code.slice(0, -BADGE_TAIL)) ?? null;
  }

  /** In whose names every word is found, in whatever order. */
  find(text, most) {
    const wanted = bare(text).split(/\s+/).filter(Boolean);
    if (!wanted.length) return [];
    const found = [];
    for (const [words, person] of this.#words) {
      if (wanted.every((word) => words.includes(word))) found.push(person);
      if (found.length === most) break;
    }
    return found;
  }
}
