// The year's codes and other choices: found by number, by name, or by initials of the pinyin.
export class Choices {
  // options: [value, name] each; a code of `width` digits can be chosen, shorter ones name its parents.
  constructor(options, initials, width = 0) {
    this.names = new Map(options);
    this.initials = initials;
    this.options = options.filter(([value]) => !width || value.length === width)
      .map(([value, name]) => ({ value, name, note: width ? this.names.get(value.slice(0, -2)) || "" : "" }));
    this.values = new Set(this.options.map(({ value }) => value));
    this.byName = new Map();
    for (const { value, name } of this.options) {
      this.byName.set(spelled(name), this.byName.has(spelled(name)) ? null : value);
    }
  }

  has(value) {
    return this.values.has(value);
  }

  // The value that a whole name stands for, if only one does.
  named(name) {
    return this.byName.get(spelled(name)) || null;
  }

  search(term, limit = 50) {
    const wanted = spelled(term);
    if (!wanted) return this.options.slice(0, limit);
    const ranked = [[], [], [], []];
    for (const option of this.options) {
      const rank = this.#rank(option, wanted);
      if (rank >= 0) ranked[rank].push(option);
    }
    return ranked.flat().slice(0, limit);
  }

  #rank({ value, name }, wanted) {
    const plain = spelled(name);
    if (value.startsWith(wanted) || plain.startsWith(wanted)) return 0;
    if (plain.includes(wanted)) return 1;
    if (!/^[a-z0-9]+$/.test(wanted)) return -1;
    const at = this.#spoken(plain, wanted);
    return at === 0 ? 2 : at > 0 ? 3 : -1;
  }

  // Where the initials of the name spell the term; -1 for nowhere.
  #spoken(name, wanted) {
    const letters = [...name].map((one) => this.initials.get(one) || one).filter((one) => /^[a-z0-9]+$/.test(one));
    for (let start = 0; start + wanted.length <= letters.length; start += 1) {
      if ([...wanted].every((letter, place) => letters[start + place].includes(letter))) return start;
    }
    return -1;
  }
}

export function spelled(text) {
  return text.normalize("NFKC").replace(/\s+/g, "").toLowerCase();
}

// The table says for each letter which characters begin with it; some begin with several.
export function initialsOf(table) {
  const found = new Map();
  for (const [letter, characters] of Object.entries(table)) {
    for (const one of characters) found.set(one, (found.get(one) || "") + letter);
  }
  return found;
}
