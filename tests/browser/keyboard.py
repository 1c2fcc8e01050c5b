"""What the keyboard and paper ask of any page, looked at by script: quick enough for every page there is."""

# Every control that one sees can be focused, shows it, is not hidden under a bar, lets Tab go on, and comes in the order of sight.
FAULTS = """() => {
  const faults = [], met = [];
  const name = one => (one.name || one.innerText || one.getAttribute('aria-label') || '').trim().slice(0, 40);
  const say = (one, fault) => faults.push(`${one.tagName.toLowerCase()} ${name(one)}: ${fault}`);
  const seen = one => {
    const box = one.getBoundingClientRect();
    return one.checkVisibility({visibilityProperty: true}) && box.width > 0 && box.height > 0;
  };
  const ringed = part => {
    const style = getComputedStyle(part);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  };
  const controls = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]';
  for (const one of document.querySelectorAll(controls)) {
    if (one.disabled || one.tabIndex < 0 || !seen(one)) continue;
    if (one.tabIndex > 0) say(one, 'is out of the order of the page');
    one.focus();
    if (document.activeElement !== one) { say(one, 'cannot be focused'); continue; }
    if (![one, one.nextElementSibling].filter(Boolean).some(ringed)) say(one, 'does not show the focus');
    const tab = new KeyboardEvent('keydown', {key: 'Tab', bubbles: true, cancelable: true});
    if (!one.dispatchEvent(tab)) say(one, 'keeps the focus');
    const box = one.getBoundingClientRect();
    const top = document.elementFromPoint(box.left + Math.min(box.width / 2, 20), box.top + Math.min(box.height / 2, 20));
    const bar = top && top.closest('.bar-bottom, .sticky');
    if (bar && !bar.contains(one)) say(one, `lies under ${bar.className}`);
    if (one.form && one.closest('main')) met.push([one, box.left + scrollX, box.right + scrollX, box.top + scrollY]);
  }
  for (let place = 1; place < met.length; place++) {
    const [before, left, right, top] = met[place - 1], [one, left2, right2, top2] = met[place];
    const beside = right <= left2 || right2 <= left;
    if (one.form === before.form && !beside && top2 < top - 4) say(one, `stands above ${name(before)}, which comes before it`);
  }
  return faults;
}"""

# Printed, a page has nothing to press and nothing cut off, and keeps its words. What stands beside a paper is left out on purpose.
UNFIT_FOR_PAPER = """() => {
  const faults = [], width = document.documentElement.clientWidth + 1;
  const seen = one => one.checkVisibility({visibilityProperty: true}) && one.getBoundingClientRect().height > 0;
  const all = (which, is) => [...document.querySelectorAll(which)].filter(one => seen(one) === is);
  const say = (one, fault) => faults.push(`${one.tagName.toLowerCase()}.${one.className} ${one.innerText.trim().slice(0, 30)}: ${fault}`);
  for (const one of all('nav:not(.steps), button, .btn, .modes, .footer, .bar-bottom', true)) say(one, 'is printed');
  for (const one of all('main a[href]:not(.btn)', false))
    if (!one.closest('.actions, nav, aside, .filters, .pagination, details:not([open])')) say(one, 'is lost');
  for (const one of all('main, main table, main pre, main dl, main .card', true))
    if (one.getBoundingClientRect().right > width) say(one, 'is cut off');
  for (const one of all('main .table-frame, main .card', true))
    if (one.scrollWidth > one.clientWidth + 1) say(one, 'is cut off');
  return faults;
}"""
PAPER = {"width": 627, "height": 933}  # A4 between the margins of print.css, in CSS pixels


def keyboard_faults(page):
    """Focus every control of a page as the keyboard would."""
    page.keyboard.press("Tab")  # from here on the browser shows where the focus is
    return page.evaluate(FAULTS)


def paper_faults(page):
    """Look at a page as it is printed."""
    size = page.viewport_size
    page.set_viewport_size(PAPER)
    page.emulate_media(media="print")
    found = page.evaluate(UNFIT_FOR_PAPER)
    page.emulate_media(media="screen")
    page.set_viewport_size(size)
    return found
