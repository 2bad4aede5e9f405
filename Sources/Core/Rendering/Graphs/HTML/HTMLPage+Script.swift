extension HTMLPage {
    /// Draws on a canvas; redrawn on every change of view, once a frame.
    static let script = #"""
        'use strict';
        (() => {
        const D = JSON.parse(document.getElementById('data').textContent);
        const canvas = document.getElementById('map');
        let g = canvas.getContext('2d');
        const COLOUR = {0:'#3f4f63', up:'#1f6f8b', down:'#c1121f', unobserved:'#6b7280', unknown:'#b7791f'};
        const DASH = {0:[], up:[], down:[7,4], unobserved:[1,4], unknown:[9,4,1,4]};
        const SHAPE = Object.fromEntries(D.kinds.map(k => [k[0], k[3]]));
        const RANK = {dc:5, hub:4, municipality:2};
        const N = D.nodes.map(n => ({id:n[0], name:n[1], kind:n[2], x:n[3], y:n[4], state:n[5], placed:n[6], fields:n[7], links:[], type:'node'}));
        const L = D.links.map(l => ({id:l[0], name:l[1], kind:l[2], a:l[3], b:l[4], tier:l[5], state:l[6], line:l[7], mbps:l[8], km:l[9], fields:l[10], far:!!l[10].via, type:'link'}));
        const U = D.ducts.map(u => ({id:u[0], name:u[1], line:u[2], recorded:u[3], fields:u[4], type:'duct', links:[]}));
        const byId = new Map();
        for (const o of [...N, ...L, ...U]) byId.set(o.id, o);
        for (const n of N) for (const d of (n.fields.devices || '').split(' ')) if (d && !byId.has(d)) byId.set(d, n);
        L.forEach(l => { N[l.a].links.push(l); if (l.b !== l.a) N[l.b].links.push(l); });
        for (const l of L) {
          if (!l.line.length) l.line = l.a === l.b ? loop(N[l.a]) : [N[l.a].x, N[l.a].y, N[l.b].x, N[l.b].y];
          for (const s of new Set((l.fields.ducts || '').split(' '))) { const u = byId.get(s); if (u && u.links) u.links.push(l); }
        }
        function loop(n) { const p = []; for (let i = 0; i <= 12; i++) { const t = i / 12 * 2 * Math.PI; p.push(n.x + 4 * Math.sin(t), n.y - 4 + 4 * Math.cos(t)); } return p; }
        const hasStates = N.some(n => n.state) || L.some(l => l.state);
        const layers = {backbone:true, regional:true, tail:true, ducts:false, names:true};
        const TIER = ['tail', 'regional', 'backbone'];
        let chosen = null, view = {k:1, x:0, y:0}, ratio = 1, asked = false;

        const box = N.reduce((b, n) => [Math.min(b[0], n.x), Math.min(b[1], n.y), Math.max(b[2], n.x), Math.max(b[3], n.y)], [1e9, 1e9, -1e9, -1e9]);
        if (!N.length) box.splice(0, 4, 0, 0, 1, 1);
        function fit(b, most) {
          const w = canvas.clientWidth, h = canvas.clientHeight, pad = 46;
          const k = Math.min((w - 2 * pad) / Math.max(b[2] - b[0], 1), (h - 2 * pad) / Math.max(b[3] - b[1], 1), most || 40);
          view = {k, x:w / 2 - (b[0] + b[2]) / 2 * k, y:h / 2 - (b[1] + b[3]) / 2 * k};
          ask();
        }
        function resize() {
          ratio = window.devicePixelRatio || 1;
          canvas.width = canvas.clientWidth * ratio; canvas.height = canvas.clientHeight * ratio;
          draw();
        }
        function ask() { if (!asked) { asked = true; requestAnimationFrame(() => { asked = false; draw(); }); } }
        const X = x => x * view.k + view.x, Y = y => y * view.k + view.y;
        function trace(p) { g.moveTo(X(p[0]), Y(p[1])); for (let i = 2; i < p.length; i += 2) g.lineTo(X(p[i]), Y(p[i + 1])); }
        function middle(p) {
          let total = 0; const s = [];
          for (let i = 2; i < p.length; i += 2) { const d = Math.hypot(p[i] - p[i - 2], p[i + 1] - p[i - 1]); s.push(d); total += d; }
          let left = total / 2;
          for (let i = 0; i < s.length; i++) { if (left <= s[i] && s[i] > 0) { const t = left / s[i]; return [p[2 * i] + (p[2 * i + 2] - p[2 * i]) * t, p[2 * i + 1] + (p[2 * i + 3] - p[2 * i + 1]) * t]; } left -= s[i]; }
          return [p[0], p[1]];
        }

        function draw() {
          g.setTransform(ratio, 0, 0, ratio, 0, 0);
          g.clearRect(0, 0, canvas.clientWidth, canvas.clientHeight);
          const near = Math.min(3, Math.max(0.7, Math.sqrt(view.k) * (N.length > 300 ? 0.75 : 1.3)));
          ground();
          if (layers.ducts) ducts();
          for (let tier = 0; tier < 3; tier++) if (layers[TIER[tier]]) links(tier, near);
          causes(false);
          nodes(near);
          causes(true);
          mark();
          if (layers.names) names(near);
          scale();
        }
        // The land is drawn once, small, and stretched: wide strokes over a whole country are slow.
        const margin = 80, landScale = 0.6;
        const land = D.unitsPerKm ? (() => {
          const c = el('canvas'); c.width = Math.ceil((box[2] - box[0] + 2 * margin) * landScale); c.height = Math.ceil((box[3] - box[1] + 2 * margin) * landScale);
          const o = c.getContext('2d'); o.scale(landScale, landScale); o.translate(margin - box[0], margin - box[1]);
          o.lineCap = o.lineJoin = 'round'; o.strokeStyle = '#fbfaf5'; o.lineWidth = N.length > 300 ? 34 : 54;
          for (const n of N) { o.beginPath(); o.moveTo(n.x, n.y); o.lineTo(n.x + 0.1, n.y); o.stroke(); }
          for (const l of L) if (l.tier > 0 || N.length < 300) { o.beginPath(); o.moveTo(l.line[0], l.line[1]); for (let i = 2; i < l.line.length; i += 2) o.lineTo(l.line[i], l.line[i + 1]); o.stroke(); }
          return c;
        })() : null;
        function ground() { if (land) g.drawImage(land, X(box[0] - margin), Y(box[1] - margin), land.width / landScale * view.k, land.height / landScale * view.k); }
        function ducts() {
          g.setLineDash([]); g.lineCap = 'round'; g.strokeStyle = '#d8b26e'; g.globalAlpha = 0.8; g.lineWidth = 5;
          g.beginPath(); for (const u of U) if (u.line.length) trace(u.line); g.stroke(); g.globalAlpha = 1;
        }
        function links(tier, near) {
          const width = [0.8, 1.4, 2.6][tier] * near;
          // What runs through others' networks has no course of its own: drawn straight, and faint, so that it does not hide what has.
          for (const state of [0, 'up', 'unknown', 'unobserved', 'down']) for (const far of [true, false]) {
            g.beginPath(); let any = false;
            for (const l of L) if (l.tier === tier && l.state === state && l.far === far) { trace(l.line); any = true; }
            if (!any) continue;
            g.setLineDash([]);
            if (tier === 2 && !far) { g.lineWidth = width + 2.4; g.strokeStyle = '#fff'; g.stroke(); }
            g.lineCap = state === 'down' ? 'butt' : 'round';
            g.setLineDash(DASH[state]); g.lineWidth = width + (state === 'down' ? 0.8 : 0); g.strokeStyle = COLOUR[state];
            g.globalAlpha = state && state !== 'up' ? 1 : far ? 0.13 : tier === 0 ? 0.55 : 1;
            g.stroke(); g.globalAlpha = 1;
          }
          g.setLineDash([]);
        }
        function size(n, near) { return (n.kind === 'dc' ? 6.5 : n.kind === 'hub' ? 5 : n.kind === 'municipality' ? 3 : 2) * near; }
        function shape(kind, x, y, r) {
          g.beginPath();
          switch (SHAPE[kind] || 'other') {
            case 'dc': g.rect(x - r, y - r, 2 * r, 2 * r); break;
            case 'hub': g.moveTo(x, y - r); g.lineTo(x + r, y); g.lineTo(x, y + r); g.lineTo(x - r, y); g.closePath(); break;
            case 'egov': g.rect(x - r * 0.85, y - r * 0.85, 1.7 * r, 1.7 * r); break;
            case 'post': g.moveTo(x, y - r * 1.1); g.lineTo(x + r, y + r * 0.8); g.lineTo(x - r, y + r * 0.8); g.closePath(); break;
            default: g.arc(x, y, r, 0, 7);
          }
        }
        function paint(kind, state, x, y, r) {
          shape(kind, x, y, r);
          if (state === 'unobserved') { g.fillStyle = '#fff'; g.fill(); g.strokeStyle = COLOUR[state]; g.lineWidth = 1.4; g.setLineDash([2.4, 1.8]); g.stroke(); g.setLineDash([]); }
          else { g.fillStyle = COLOUR[state]; g.fill(); g.strokeStyle = '#fff'; g.lineWidth = r > 3 ? 1.2 : 0.5; g.stroke(); }
          if (state === 'down') { g.beginPath(); g.strokeStyle = '#fff'; g.lineWidth = 1.8; const s = r * 0.5; g.moveTo(x - s, y - s); g.lineTo(x + s, y + s); g.moveTo(x - s, y + s); g.lineTo(x + s, y - s); g.stroke(); }
          if (state === 'unknown') { g.fillStyle = '#fff'; g.font = 'bold ' + Math.round(r * 1.7) + 'px sans-serif'; g.textAlign = 'center'; g.fillText('?', x, y + r * 0.6); g.textAlign = 'left'; }
        }
        const order = N.map((n, i) => i).sort((a, b) => weight(N[a]) - weight(N[b]) || a - b);
        function weight(n) { return (RANK[n.kind] || 0) + (n.state && n.state !== 'up' ? 10 : 0); }
        function nodes(near) {
          const w = canvas.clientWidth, h = canvas.clientHeight;
          for (const i of order) {
            const n = N[i], x = X(n.x), y = Y(n.y);
            if (x < -20 || y < -20 || x > w + 20 || y > h + 20) continue;
            const r = n.state && n.state !== 'up' ? Math.max(5, size(n, near)) : size(n, near);
            paint(n.kind, n.state, x, y, r);
            if (!n.placed && D.unitsPerKm) { g.beginPath(); g.setLineDash([1.5, 2.5]); g.strokeStyle = '#6b7280'; g.lineWidth = 1; g.arc(x, y, r + 4, 0, 7); g.stroke(); g.setLineDash([]); }
          }
        }
        function spots(id) {
          const o = byId.get(id);
          if (!o) { const found = L.filter(l => [l.fields.segments, l.fields.via, l.fields.a_interface, l.fields.b_interface].some(t => (t || '').split(' ').includes(id))); if (found.length) return found.map(l => l.line); const fed = N.filter(n => n.fields.feed === id); return fed.map(n => [n.x, n.y]); }
          if (o.type === 'node') return [[o.x, o.y]];
          if (o.type === 'link') return [o.line];
          return o.line.length ? [o.line] : o.links.map(l => l.line);
        }
        function causes(top) {
          for (const [id, best] of D.causes) {
            const lines = spots(id);
            if (!lines.length) continue;
            if (!top) { g.beginPath(); g.setLineDash([]); g.lineCap = 'round'; for (const p of lines) if (p.length > 2) trace(p); g.strokeStyle = '#c1121f40'; g.lineWidth = 15; g.stroke(); continue; }
            const m = middle(lines[0]), x = X(m[0]), y = Y(m[1]);
            g.beginPath(); g.arc(x, y, 12, 0, 7); g.fillStyle = best ? '#c1121f' : '#fff'; g.fill(); g.strokeStyle = best ? '#fff' : '#c1121f'; g.lineWidth = 2.5; g.stroke();
            if (best) { g.beginPath(); g.lineCap = 'round'; g.lineWidth = 3.2; g.moveTo(x - 5, y - 5); g.lineTo(x + 5, y + 5); g.moveTo(x - 5, y + 5); g.lineTo(x + 5, y - 5); g.stroke(); }
            else { g.fillStyle = '#c1121f'; g.font = 'bold 14px sans-serif'; g.textAlign = 'center'; g.fillText('?', x, y + 5); g.textAlign = 'left'; }
          }
        }
        function mark() {
          if (!chosen) return;
          g.strokeStyle = '#e0a800'; g.lineWidth = 4; g.setLineDash([]);
          if (chosen.type === 'node') { g.beginPath(); g.arc(X(chosen.x), Y(chosen.y), 14, 0, 7); g.stroke(); return; }
          g.globalAlpha = 0.75; g.beginPath();
          for (const p of chosen.type === 'duct' ? spots(chosen.id) : [chosen.line]) trace(p);
          g.stroke(); g.globalAlpha = 1;
        }
        function names(near) {
          const taken = [], w = canvas.clientWidth, h = canvas.clientHeight;
          const cap = N.length <= 150 ? 1e9 : view.k * view.k * 90;
          let shown = 0;
          for (const [id] of D.causes) { const p = spots(id)[0]; if (p) { const m = middle(p); taken.push([X(m[0]) - 14, Y(m[1]) - 14, X(m[0]) + 14, Y(m[1]) + 14]); } }
          for (let k = order.length - 1; k >= 0 && shown < 700; k--) {
            const n = N[order[k]], rank = RANK[n.kind] || 0, broken = n.state && n.state !== 'up';
            if (!n.name || (k < order.length - cap && rank < 4 && !broken)) continue;
            const x = X(n.x), y = Y(n.y);
            if (x < 0 || y < 0 || x > w || y > h) continue;
            const px = rank === 5 ? 15 : rank === 4 ? 13 : 11;
            g.font = (rank > 3 ? 'bold ' : '') + px + 'px "DejaVu Sans",Verdana,sans-serif';
            const text = n.name.length > 32 ? n.name.slice(0, 31) + '…' : n.name, tw = g.measureText(text).width, r = size(n, near) + 3;
            for (const [dx, dy] of [[r, px * 0.35], [-r - tw, px * 0.35], [-tw / 2, -r - 2], [-tw / 2, r + px]]) {
              const b = [x + dx - 2, y + dy - px, x + dx + tw + 2, y + dy + 3];
              if (taken.some(t => t[0] < b[2] && b[0] < t[2] && t[1] < b[3] && b[1] < t[3])) continue;
              taken.push(b); shown++;
              g.lineWidth = 3.5; g.strokeStyle = '#ffffffd9'; g.lineJoin = 'round'; g.setLineDash([]); g.strokeText(text, x + dx, y + dy);
              g.fillStyle = n.state === 'down' ? '#a50e1a' : broken ? '#5b6470' : '#1c2733'; g.fillText(text, x + dx, y + dy);
              break;
            }
          }
        }
        function scale() {
          const bar = document.querySelector('#scale span');
          if (!D.unitsPerKm) { bar.parentNode.hidden = true; return; }
          const perKm = D.unitsPerKm * view.k; let km = Math.pow(10, Math.floor(Math.log10(160 / perKm)));
          for (const f of [5, 2]) if (km * f * perKm <= 160) { km *= f; break; }
          bar.style.width = km * perKm + 'px'; bar.textContent = km >= 1 ? km + ' km' : Math.round(km * 1000) + ' m';
        }

        function zoomAt(x, y, f) { const k = Math.min(400, Math.max(0.05, view.k * f)); f = k / view.k; view = {k, x:x - (x - view.x) * f, y:y - (y - view.y) * f}; ask(); }
        canvas.addEventListener('wheel', e => { e.preventDefault(); zoomAt(e.offsetX, e.offsetY, Math.exp(-e.deltaY * 0.0016)); }, {passive:false});
        const fingers = new Map(); let moved = 0;
        canvas.addEventListener('pointerdown', e => { canvas.setPointerCapture(e.pointerId); fingers.set(e.pointerId, [e.offsetX, e.offsetY]); moved = 0; canvas.classList.add('drag'); });
        canvas.addEventListener('pointermove', e => {
          const before = fingers.get(e.pointerId);
          if (!before) { canvas.title = (pick(e.offsetX, e.offsetY) || {}).name || ''; return; }
          const dx = e.offsetX - before[0], dy = e.offsetY - before[1];
          if (fingers.size === 1) { view.x += dx; view.y += dy; ask(); }
          else { const other = [...fingers.entries()].find(f => f[0] !== e.pointerId)[1], d0 = Math.hypot(before[0] - other[0], before[1] - other[1]), d1 = Math.hypot(e.offsetX - other[0], e.offsetY - other[1]); if (d0 > 0) zoomAt((e.offsetX + other[0]) / 2, (e.offsetY + other[1]) / 2, d1 / d0); }
          moved += Math.abs(dx) + Math.abs(dy); fingers.set(e.pointerId, [e.offsetX, e.offsetY]);
        });
        const release = e => { if (fingers.delete(e.pointerId) && moved < 4 && e.type === 'pointerup') choose(pick(e.offsetX, e.offsetY), false); if (!fingers.size) canvas.classList.remove('drag'); };
        canvas.addEventListener('pointerup', release); canvas.addEventListener('pointercancel', release);
        canvas.addEventListener('keydown', e => {
          const step = {ArrowLeft:[60, 0], ArrowRight:[-60, 0], ArrowUp:[0, 60], ArrowDown:[0, -60]}[e.key];
          if (step) { view.x += step[0]; view.y += step[1]; ask(); e.preventDefault(); }
          if (e.key === '+' || e.key === '-') zoomAt(canvas.clientWidth / 2, canvas.clientHeight / 2, e.key === '+' ? 1.4 : 0.7);
          if (e.key === '0') fit(box);
        });
        document.getElementById('zoom').addEventListener('click', e => { const f = e.target.dataset.zoom; if (f === undefined) return; +f ? zoomAt(canvas.clientWidth / 2, canvas.clientHeight / 2, +f) : fit(box); });
        function pick(x, y) {
          let best = null, least = 12;
          for (const n of N) { const d = Math.hypot(X(n.x) - x, Y(n.y) - y) - (RANK[n.kind] || 0) * 0.6; if (d < least) { least = d; best = n; } }
          if (best) return best;
          least = 6;
          const pools = [L.filter(l => layers[TIER[l.tier]])]; if (layers.ducts) pools.push(U);
          for (const pool of pools) for (const o of pool) for (let i = 2; i < o.line.length; i += 2) {
            const ax = X(o.line[i - 2]), ay = Y(o.line[i - 1]), bx = X(o.line[i]), by = Y(o.line[i + 1]), dd = (bx - ax) ** 2 + (by - ay) ** 2;
            const t = dd ? Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / dd)) : 0, d = Math.hypot(ax + t * (bx - ax) - x, ay + t * (by - ay) - y);
            if (d < least) { least = d; best = o; }
          }
          return best;
        }

        function el(tag, text, cls) { const e = document.createElement(tag); if (text !== undefined) e.textContent = text; if (cls) e.className = cls; return e; }
        function reference(o, text) { const b = el('button', text || o.name || o.id, 'ref'); b.addEventListener('click', () => choose(o, true)); return b; }
        const details = document.getElementById('details');
        function choose(o, go) {
          chosen = o; details.replaceChildren(); details.hidden = !o; ask();
          if (!o) return;
          if (go) { const m = o.type === 'node' ? [o.x, o.y] : middle(spots(o.id)[0] || [0, 0]); view.k = Math.max(view.k, o.type === 'node' ? 6 : 3); view.x = canvas.clientWidth / 2 - m[0] * view.k; view.y = canvas.clientHeight / 2 - m[1] * view.k; }
          details.append(el('h2', o.name || o.id));
          if (hasStates || o.state) details.append(el('span', o.state || 'no state', 'state ' + (o.state || '')));
          const list = el('dl'), add = (k, v) => { list.append(el('dt', k)); const dd = el('dd'); if (v instanceof window.Node) dd.append(v); else dd.textContent = v; list.append(dd); };
          add('id', o.id); if (o.kind) add('kind', o.kind);
          if (o.type === 'link') { add('from', reference(N[o.a])); add('to', reference(N[o.b])); if (o.mbps !== null) add('Mbit/s', o.mbps); if (o.km !== null) add('km', o.km); }
          if (o.type === 'duct') add('course', o.recorded ? 'recorded' : 'estimated');
          if (o.type === 'node' && !o.placed) add('place', 'not recorded');
          for (const [k, v] of Object.entries(o.fields)) { if (k === 'course') continue; k === 'ducts' || k === 'links' ? add(k, several(String(v).split(' '))) : add(k.replaceAll('_', ' '), v); }
          details.append(list);
          if (o.links && o.type === 'node') {
            details.append(el('h2', o.links.length + (o.links.length === 1 ? ' link' : ' links')));
            const ul = el('dl');
            for (const l of o.links.slice(0, 80)) { const far = N[l.a] === o ? N[l.b] : N[l.a]; const dt = el('dt'); dt.append(reference(l, l.kind)); const dd = el('dd'); dd.append(reference(far)); if (l.state && l.state !== 'up') dd.append(' · ' + l.state); ul.append(dt, dd); }
            details.append(ul);
          }
          details.scrollIntoView({block:'nearest'});
        }
        function several(ids) { const span = el('span'); ids.slice(0, 60).forEach((id, i) => { if (i) span.append(' '); const o = byId.get(id); span.append(o ? reference(o, id) : id); }); return span; }

        const search = document.getElementById('search'), hits = document.getElementById('hits');
        const fold = t => t.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/đ/g, 'dj').replace(/Đ/g, 'Dj').toLowerCase();
        const corpus = [...N, ...U, ...L].map(o => [fold([o.name, o.id, o.fields.municipality, o.fields.site_name, o.fields.devices].filter(Boolean).join(' ')), o]);
        search.addEventListener('input', () => {
          const words = fold(search.value).split(/\s+/).filter(Boolean); hits.replaceChildren(); hits.hidden = !words.length;
          let found = 0;
          for (const [text, o] of corpus) {
            if (!words.length || !words.every(w => text.includes(w))) continue;
            const b = el('button', o.name || o.id); b.append(' ', el('small', o.type === 'node' ? o.kind + (o.fields.municipality ? ', ' + o.fields.municipality : '') : o.id));
            b.addEventListener('click', () => { hits.hidden = true; choose(o, true); }); const li = el('li'); li.append(b); hits.append(li);
            if (++found >= 30) break;
          }
          if (words.length && !found) hits.append(el('li', 'nothing found'));
        });
        search.addEventListener('keydown', e => { if (e.key === 'Enter') { const b = hits.querySelector('button'); if (b) b.click(); } if (e.key === 'Escape') { hits.hidden = true; search.blur(); } });
        document.addEventListener('keydown', e => { if (e.key === '/' && document.activeElement !== search) { e.preventDefault(); search.focus(); search.select(); } if (e.key === 'Escape') choose(null); });

        const box_ = document.getElementById('layers'), words = {backbone:'Backbone', regional:'Regional links', tail:'Tails', ducts:'Ducts', names:'Names'};
        for (const k of Object.keys(layers)) {
          if (k === 'ducts' && !U.length) continue;
          if (TIER.includes(k) && !L.some(l => TIER[l.tier] === k)) continue;
          const label = el('label'), input = el('input'); input.type = 'checkbox'; input.checked = layers[k];
          input.addEventListener('change', () => { layers[k] = input.checked; ask(); });
          label.append(input, words[k]); if (TIER.includes(k)) label.append(' (' + L.filter(l => TIER[l.tier] === k).length + ')'); box_.append(label);
        }
        if (L.some(l => l.far)) box_.append(el('small', 'faint: ' + L.filter(l => l.far).length + ' of these through others\u2019 networks'));
        const legend = document.getElementById('legend');
        function sample(kind, state) { const c = el('canvas'); c.width = c.height = 40; c.style.cssText = 'width:20px;height:20px;background:none;flex:none;cursor:default'; const page = g; g = c.getContext('2d'); g.setTransform(2, 0, 0, 2, 0, 0); paint(kind, state, 10, 10, 6.5); g = page; return c; }
        for (const k of D.kinds) { const r = el('div', undefined, 'row'); r.append(sample(k[0], 0), k[1], el('b', k[2])); legend.append(r); }
        if (hasStates) {
          legend.append(el('h2', 'States of sites'));
          for (const s of ['up', 'down', 'unobserved', 'unknown']) { const c = N.filter(n => n.state === s).length; if (!c && !L.some(l => l.state === s)) continue; const r = el('div', undefined, 'row'); r.append(sample('other', s), s === 'unobserved' ? 'unobserved (behind a cause)' : s, el('b', c)); legend.append(r); }
        }
        const panel = document.getElementById('causes');
        for (const [id, best, note] of D.causes) { const b = el('button', undefined, 'cause'); b.append(el('strong', (best ? '✕ ' : '? ') + id), note || (best ? '' : 'one of several possible causes')); b.addEventListener('click', () => { const o = byId.get(id); if (o) choose(o, true); }); panel.append(b); }
        let fitted = false;
        new ResizeObserver(() => { if (!fitted && canvas.clientWidth) { fitted = true; fit(box); const o = byId.get(decodeURIComponent(location.hash.slice(1))); if (o) choose(o, true); } resize(); }).observe(canvas);
        })();
        """#
}
