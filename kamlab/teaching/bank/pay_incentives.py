"""Questions 10.1, 10.3 and 10.4: how steep pay, which discount, the ratchet."""

from __future__ import annotations

from dataclasses import replace

from kamlab.compensation.behaviour import Job, best_rate, chosen_discount, ratchet
from kamlab.compensation.behaviour.discount import Discount
from kamlab.compensation.scenario_practice import PayBehaviourSettings
from kamlab.teaching.parts import Part
from kamlab.teaching.parts import share as share_part
from kamlab.teaching.question import Answers, Question, mistake


class BehaviourQuestion(Question):
    """A question about what pay does, with the terms of the notebook."""

    def settings(self) -> PayBehaviourSettings:
        """Give the terms of the notebook."""
        return self.book.settings(PayBehaviourSettings)


class Q101(BehaviourQuestion):
    """The best rate of a linear contract (golden: .15, .10, .06)."""

    number = "10.1"
    text = (
        "Which part of each euro sold should the KAM get: as things are, if the KAM "
        "disliked risk twice as much, and if luck were four times as large?"
    )
    rule = "S74"
    minutes = 7
    parts = (
        share_part("rate_now"),
        share_part("rate_if_timid"),
        share_part("rate_if_lucky"),
    )
    hints = (
        "Write the formula with the figures of the parameters cell: m is margin, r "
        "dislike, c effort_cost and σ² luck; k, the effect of effort, is 1.",
        "Below the line stands 1 plus the product of r, c and σ².",
        "For the second answer double r, for the third take the old r and four times "
        "the variance.",
    )
    meaning = (
        "Where luck decides or people fear risk, a steep rate buys fear, not work: the "
        "salary share has to rise."
    )
    explanation = (
        "The best rate is m k² / (k² + r c σ²): the margin, divided among what effort "
        "wins and what risk costs (Holmström and Milgrom; Lal and Srinivasan)."
    )

    def _job(self) -> Job:
        terms = self.settings()
        return Job(
            margin=terms.margin,
            effort_cost=terms.effort_cost,
            risk_aversion=terms.dislike,
            noise_variance=terms.luck,
        )

    def _rates(self, job: Job) -> Answers:
        timid = replace(job, risk_aversion=2 * job.risk_aversion)
        lucky = replace(job, noise_variance=4 * job.noise_variance)
        rates = (best_rate(one) for one in (job, timid, lucky))
        return dict(zip([part.name for part in self.parts], rates, strict=True))

    def reference(self) -> Answers:
        """Put the figures into the formula."""
        return self._rates(self._job())

    @mistake(
        "You left the margin out. Asked is the part of a euro of sales; of that euro "
        "the company itself keeps only the margin."
    )
    def without_margin(self) -> Answers:
        """Share out the whole euro."""
        return self._rates(replace(self._job(), margin=1.0))

    @mistake(
        "You took the spread of luck, twice as large. Asked is the variance: the "
        "formula holds σ², and that is four times as large."
    )
    def spread_for_variance(self) -> Answers:
        """Forget the square."""
        job = self._job()
        twice = replace(job, noise_variance=2 * job.noise_variance)
        return {"rate_if_lucky": best_rate(twice)}

    @mistake(
        "You kept the doubled dislike of risk for the third answer. Asked is luck four "
        "times as large with the dislike as it is."
    )
    def both_at_once(self) -> Answers:
        """Carry the second change into the third."""
        job = self._job()
        both = replace(
            job,
            noise_variance=4 * job.noise_variance,
            risk_aversion=2 * job.risk_aversion,
        )
        return {"rate_if_lucky": best_rate(both)}


class Q103(BehaviourQuestion):
    """The discount under two bases (golden: 20 %, 6.7 %; 20.6 % of margin lost)."""

    number = "10.3"
    text = (
        "Which discount does a KAM choose who is paid on revenue, which one who is "
        "paid on margin, and what part of the best margin is lost under revenue pay?"
    )
    rule = "S80, S74"
    minutes = 7
    parts = (
        share_part("discount_revenue"),
        share_part("discount_margin"),
        share_part("margin_lost"),
    )
    hints = (
        "With an elasticity above 1 every further per cent off brings more revenue: "
        "nothing but discount_limit stops a KAM who is paid on revenue.",
        "The price that leaves most margin is unit_cost times ε / (ε − 1), in parts of "
        "the list price; the discount is what is missing to 1.",
        "Margin at a discount d is (1 − d − unit_cost) × (1 − d) to the power of −ε. "
        "Work it out at both discounts and compare.",
    )
    meaning = (
        "The KAM did nothing wrong: revenue was paid for, and revenue came. Whoever "
        "may give discounts should be paid on margin, or not give them alone."
    )
    explanation = (
        "Paid on revenue, the KAM goes to the limit; paid on margin, KAM and company "
        "want the same price, cost × ε / (ε − 1) (Weinberg 1975). The loss compares "
        "the margin at the limit with the margin at that price."
    )

    def _chosen(self, basis: str) -> Discount:
        terms = self.settings()
        return chosen_discount(
            basis=basis,
            elasticity=terms.elasticity,
            unit_cost=terms.unit_cost,
            limit=terms.discount_limit,
        )

    def reference(self) -> Answers:
        """Let both KAMs choose."""
        revenue, margin = self._chosen("revenue"), self._chosen("gross_margin")
        return {
            "discount_revenue": revenue.discount,
            "discount_margin": margin.discount,
            "margin_lost": revenue.margin_lost,
        }

    @mistake(
        "This is the price, in parts of the list price. Asked is the discount: what is "
        "missing to 1."
    )
    def price_for_discount(self) -> Answers:
        """Give the price."""
        return {"discount_margin": 1 - self._chosen("gross_margin").discount}

    @mistake(
        "You compared with selling at list price. Asked is the part of the best "
        "margin, the one at the price that leaves most."
    )
    def against_list_price(self) -> Answers:
        """Take the list price as the best."""
        at_list = 1 - self.settings().unit_cost
        return {"margin_lost": 1 - self._chosen("revenue").margin / at_list}

    @mistake(
        "You divided by the margin at the limit. Asked is the loss as a part of the "
        "best margin: divide by the larger one."
    )
    def divided_by_the_smaller(self) -> Answers:
        """Say how much more the best is."""
        revenue, margin = self._chosen("revenue"), self._chosen("gross_margin")
        return {"margin_lost": margin.margin / revenue.margin - 1}


class Q104(BehaviourQuestion):
    """Three quotas under a ratchet (golden: 115; 122.5; 126.25)."""

    number = "10.4"
    text = "What are the next three quotas, when each year sells the same?"
    rule = "S72"
    minutes = 5
    parts = tuple(Part(f"quota_{k}", "num", tolerance=0.01) for k in (1, 2, 3))
    hints = (
        "Take the difference between what was sold and the quota of that year.",
        "The part `ratchet` of this difference is added to the quota; the next year "
        "begins from the new one.",
    )
    meaning = (
        "The same good year pays less every time. Whoever sees that coming sells what "
        "the quota asks, and saves the rest."
    )
    explanation = (
        "New quota = old quota + ratchet × (sold − old quota). The quota creeps "
        "towards what is sold, ever more slowly."
    )

    def _named(self, quotas: list[float]) -> Answers:
        return dict(zip([part.name for part in self.parts], quotas, strict=True))

    def reference(self) -> Answers:
        """Go year by year."""
        t = self.settings()
        return self._named(ratchet(t.first_quota, [t.sold] * 3, t.ratchet))

    @mistake(
        "You raised the quota to all that was sold. Asked is part of the way: the "
        "share `ratchet` of the difference."
    )
    def whole_way(self) -> Answers:
        """Move by the whole difference."""
        return self._named([self.settings().sold] * 3)

    @mistake(
        "You counted from the first quota every year. Asked is each year from the "
        "quota of the year before."
    )
    def always_from_the_first(self) -> Answers:
        """Forget that the quota has moved."""
        t = self.settings()
        return self._named(ratchet(t.first_quota, [t.sold], t.ratchet) * 3)

    @mistake(
        "You added a part of all that was sold. Asked is a part of the difference: "
        "what was sold above the quota."
    )
    def part_of_sales(self) -> Answers:
        """Add a part of the sales."""
        t = self.settings()
        step = t.ratchet * t.sold
        return self._named([t.first_quota + k * step for k in (1, 2, 3)])
