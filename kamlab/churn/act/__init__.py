"""Acting on a churn model: who, why, what it costs, what it saves, what if."""

from kamlab.churn.act.charts import plot_counted
from kamlab.churn.act.counted import Counted, counted
from kamlab.churn.act.drivers import true_drivers
from kamlab.churn.act.effects import Effects, effects, experiment, true_effect
from kamlab.churn.act.figures import plan_figures, study_figures
from kamlab.churn.act.leaky import alone, with_leak
from kamlab.churn.act.levers import levers_tried
from kamlab.churn.act.plan import ActionPlan, action_plan, needs, rules_beside
from kamlab.churn.act.settings import ChurnModelSettings
from kamlab.churn.act.shown import counted_table, plan_table, rules_table
from kamlab.churn.act.sign_chart import plot_signs
from kamlab.churn.act.study import Study, fitted, study
from kamlab.churn.act.three_models import models_beside, three_models
from kamlab.churn.act.visits import RECORDED, decisions, visit_signs

__all__ = [
    "RECORDED",
    "ActionPlan",
    "ChurnModelSettings",
    "Counted",
    "Effects",
    "Study",
    "action_plan",
    "alone",
    "counted",
    "counted_table",
    "decisions",
    "effects",
    "experiment",
    "fitted",
    "levers_tried",
    "models_beside",
    "needs",
    "plan_figures",
    "plan_table",
    "plot_counted",
    "plot_signs",
    "rules_beside",
    "rules_table",
    "study",
    "study_figures",
    "three_models",
    "true_drivers",
    "true_effect",
    "visit_signs",
    "with_leak",
]
