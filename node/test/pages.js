// Invented pages.
export const SENTENCES = [
  "The bridge over the Alder reopened on Monday after nine months of repairs, the city said.",
  "Traffic returned within the hour, and the ferry that had stood in for it made its last crossing at noon.",
  "Nobody on the pier was surprised, least of all the captain, who had asked for a new hull twice.",
  "The council will vote on the second span in June, and the money for it has been set aside.",
  "Engineers replaced four hundred rivets and the whole of the eastern walkway, they said on the site.",
  "Shops along the quay stayed open late, and the bakery gave away what it had left at ten.",
];

const MENU = Array.from({ length: 8 }, (_, i) => `<li><a href='/s/${i}'>Section ${i}</a></li>`).join("");

export function page(number = 0) {
  const body = SENTENCES.map((sentence) => `<p>${sentence} Report ${number}.</p>`).join("");
  return (
    `<!DOCTYPE html><html lang=en><head><title>Bridge ${number} reopens - Fairbrook Post</title>` +
    `<meta property='og:title' content='Bridge ${number} reopens'>` +
    `<meta property='article:published_time' content='2031-05-05T18:42:00+02:00'>` +
    `<meta name=author content='Mara Ellison'></head><body><nav><ul>${MENU}</ul></nav>` +
    `<article><h1>Bridge ${number} reopens</h1><p class=byline>By Mara Ellison</p>${body}</article>` +
    "<footer><p>© Fairbrook Post. All rights reserved.</p></footer></body></html>"
  );
}
