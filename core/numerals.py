"""Numbers in Chinese figures, as articles, editions and headings carry them."""

FIGURES = "〇一二三四五六七八九十"


def chinese_number(number: int) -> str:
    """Return a number from 0 to 99 in Chinese figures: 3 → 三, 12 → 十二, 20 → 二十."""
    tens, ones = divmod(number, 10)
    head = {0: "", 1: "十"}.get(tens, FIGURES[tens] + "十")
    return head + (FIGURES[ones] if ones or not tens else "")
