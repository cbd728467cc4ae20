// What a reader sets is kept in this browser; where that is switched off it lasts until the page is left.
const here = new Map();

export function setting(name) {
  try {
    return localStorage.getItem(`annals-${name}`) ?? here.get(name) ?? null;
  } catch {
    return here.get(name) ?? null;
  }
}

export function set(name, value) {
  here.set(name, value);
  try {
    if (value === null) localStorage.removeItem(`annals-${name}`);
    else localStorage.setItem(`annals-${name}`, value);
  } catch {
    // Kept for this page only.
  }
}
