"""Pay to the cent: rounded once, half to even, nothing lost on the way."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal

CENT = Decimal("0.01")
ZERO = Decimal("0.00")


def cents(amount: float | Decimal) -> Decimal:
    """Round an amount to the cent, a half to the even cent.

    Noise of binary arithmetic (beyond the seventh decimal) is cut first, so that a
    half cent is seen as one.

    Parameters
    ----------
    amount : float or Decimal
        In currency.

    Returns
    -------
    Decimal
        With two decimals.

    Examples
    --------
    >>> cents(2.665), cents(2.675), cents(0.1 * 3 * 0.25)
    (Decimal('2.66'), Decimal('2.68'), Decimal('0.08'))
    """
    if isinstance(amount, Decimal):
        return amount.quantize(CENT, rounding=ROUND_HALF_EVEN) + ZERO
    # the same two steps as the engine takes on whole arrays
    return Decimal(round(round(float(amount) * 1e7) / 1e5)).scaleb(-2) + ZERO


def in_cents(amounts: Sequence[float]) -> list[Decimal]:
    """Round a list of amounts so that it sums to its rounded total.

    The total is rounded once; each line is rounded and the last one carries what is
    left over.

    Parameters
    ----------
    amounts : sequence of float
        In currency, unrounded.

    Returns
    -------
    list of Decimal
        As many, with two decimals.

    Examples
    --------
    >>> in_cents([10.004, 10.004, 10.004])
    [Decimal('10.00'), Decimal('10.00'), Decimal('10.01')]
    """
    if not amounts:
        return []
    lines = [cents(amount) for amount in amounts[:-1]]
    total = cents(sum(Decimal(f"{amount:.7f}") for amount in amounts))
    return [*lines, total - sum(lines, ZERO)]
