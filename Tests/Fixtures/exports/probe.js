// Runs behind a map page's own script, in a browser: what the page shows and whether it answers, told to the page around it.
(() => {
  const errors = window.probeErrors;
  const data = JSON.parse(document.getElementById('data').textContent);
  const canvas = document.getElementById('map'), search = document.getElementById('search');
  const details = document.getElementById('details');
  const ask = text => { search.value = text; search.dispatchEvent(new Event('input')); return document.querySelector('#hits button'); };
  let found = 0, shown = 0;
  for (const node of data.nodes) {
    const hit = ask(node[0]);
    if (!hit) continue;
    found++;
    if (shown < 5) { hit.click(); if (details.textContent.includes(node[0])) shown++; }
  }
  const nothing = ask('there is no such place') === null;
  const inked = () => {
    if (!canvas.width || !canvas.height) return 0;
    const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
    let count = 0;
    for (let i = 3; i < pixels.length; i += 4) if (pixels[i]) count++;
    return count;
  };
  // The page draws in an animation frame, which comes when the browser has time for one.
  const tell = tries => {
    const drawn = inked();
    if (!drawn && tries) return setTimeout(() => tell(tries - 1), 100);
    const foreign = document.querySelectorAll('script[src],link[href],img[src],iframe').length;
    parent.postMessage({ name: window.name, nodes: data.nodes.length, edges: data.links.length, found, shown, nothing, inked: drawn, foreign, errors }, '*');
  };
  setTimeout(() => tell(50), 100);
})();
