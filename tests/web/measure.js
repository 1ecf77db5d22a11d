// What the tests measure on a page.
({
  wide() {
    // What sticks out of the window to the right, unless something around it scrolls.
    const out = [];
    const scrolls = (el) => { for (let e = el.parentElement; e; e = e.parentElement) {
      if (['auto', 'scroll', 'hidden'].includes(getComputedStyle(e).overflowX)) return true; } return false; };
    for (const el of document.querySelectorAll('body *')) {
      const box = el.getBoundingClientRect();
      if (box.width && box.right > innerWidth + 1 && !scrolls(el) && getComputedStyle(el).position !== 'absolute')
        out.push(el.tagName + '.' + (el.getAttribute('class') || '') + ' ' + Math.round(box.right));
    }
    return [document.documentElement.scrollWidth > innerWidth ? 'page scrolls sideways' : '', ...out.slice(0, 5)].filter(Boolean);
  },
  overlap() {
    // Controls and headings that lie on each other, and text that is cut by its own box.
    const out = [];
    const shown = (el) => { const b = el.getBoundingClientRect(); const s = getComputedStyle(el);
      return b.width > 1 && b.height > 1 && s.visibility !== 'hidden' && s.clipPath === 'none' && el.checkVisibility() && inView(el, b); };
    const inView = (el, b) => { for (let e = el.parentElement; e; e = e.parentElement) {
      if (!['auto', 'scroll', 'hidden'].includes(getComputedStyle(e).overflowY)) continue;
      const o = e.getBoundingClientRect(), x = b.left + b.width / 2, y = b.top + b.height / 2;
      if (e !== document.body && (y < o.top || y > o.bottom || b.bottom > o.bottom + 1 || x < o.left || x > o.right)) return false; } return true; };
    const fixed = (el) => { for (let e = el; e; e = e.parentElement) {
      if (['absolute', 'sticky', 'fixed'].includes(getComputedStyle(e).position)) return true; } return false; };
    const all = [...document.querySelectorAll('main a, main button, main select, main input, .top a, .top button, .top input, h1, h2, h3')]
      .filter((el) => shown(el) && !fixed(el) && !el.closest('svg') && el.getClientRects().length === 1);
    const boxes = all.map((el) => el.getBoundingClientRect());
    for (let i = 0; i < all.length; i++) for (let j = i + 1; j < Math.min(all.length, i + 60); j++) {
      if (all[i].contains(all[j]) || all[j].contains(all[i]) || all[i].closest('label') === all[j].closest('label') && all[i].closest('label')) continue;
      const a = boxes[i], b = boxes[j];
      const w = Math.min(a.right, b.right) - Math.max(a.left, b.left), h = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (w > 2 && h > 4) out.push((all[i].textContent || all[i].tagName).trim().slice(0, 20) + ' × ' + (all[j].textContent || all[j].tagName).trim().slice(0, 20));
    }
    for (const el of document.querySelectorAll('h1, h2, h3, th, td, .button, button, .tag, dt, dd'))
      if (shown(el) && el.scrollWidth > el.clientWidth + 2 && el.clientWidth && getComputedStyle(el).display !== 'inline')
        out.push('cut: ' + el.textContent.trim().slice(0, 30));
    return out.slice(0, 8);
  },
  boxes() {
    // On the map: texts that leave their box or lie on each other.
    const out = [];
    for (const seg of document.querySelectorAll('#map .seg')) {
      const box = seg.querySelector('.box').getBBox();
      const texts = [...seg.querySelectorAll('text')].filter((t) => { for (let e = t; e !== seg; e = e.parentElement) if (getComputedStyle(e).display === 'none') return false; return true; });
      const rects = texts.map((t) => t.getBBox());
      rects.forEach((r, i) => {
        if (r.x < box.x - .5 || r.x + r.width > box.x + box.width + 1.5 || r.y + r.height > box.y + box.height + 2) out.push('leaves: ' + texts[i].textContent);
        rects.forEach((q, j) => { if (j <= i) return;
          const w = Math.min(r.x + r.width, q.x + q.width) - Math.max(r.x, q.x), h = Math.min(r.y + r.height, q.y + q.height) - Math.max(r.y, q.y);
          if (w > 1.5 && h > 6) out.push('on each other: ' + texts[i].textContent + ' / ' + texts[j].textContent); });
      });
    }
    return out.slice(0, 8);
  },
})
