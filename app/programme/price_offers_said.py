"""Price offers in words: who may book under one, how often, and for how long."""

from __future__ import annotations

from app.programme.booking_terms import PriceOffer
from app.programme.words_said import Lang, word_said


def price_offer_terms(offer: PriceOffer, lang: Lang) -> list[str]:
    """Return the terms of a price offer, each a part of a sentence."""
    metric, most = word_said(offer.metric, lang), offer.most_nights
    terms = [
        (
            offer.at_least > 0,
            f"{metric}至少 {offer.at_least}",
            f"{metric} {offer.at_least} or more",
        ),
        (
            offer.at_most >= 0,
            f"{metric}不超过 {offer.at_most}",
            f"{metric} {offer.at_most} at most",
        ),
        (offer.once, "限一次", "once"),
        (most > 0, f"每次最多 {most} 间夜", f"room-nights of a booking {most} at most"),
    ]
    return [zh if lang == "zh_CN" else en for is_said, zh, en in terms if is_said]
