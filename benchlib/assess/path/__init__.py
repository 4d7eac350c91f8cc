"""The path to the next label: least effort subject to the label's conditions in force on the day.

    from benchlib.assess import path
    from benchlib.rules import loading
    from benchlib.rules.efforts import Efforts

    efforts = loading.read(Efforts, "efforts")  # or the path of another YAML file
    tables = path.paths(evidence, framework, efforts, as_of, statuses)  # evidence: benchlib.assess.evidence.gather
    tables["paths"], tables["path_steps"], tables["point_values"]

Every organisation with an agreed assessment has rows, in the order of the evidence. The next label is the one above the
highest that its assessment is certainly enough for; where it is not enough for a label that is valid, it is that label.
Where no path leads to it, or one on which no indicator rises, the label above follows (in `paths` with `next` False),
and so on up: the first row of an organisation is on its next label.

`paths`: cluster_id, label (missing for those at the top), next, status, reason (why there is no path), place (1 takes
the least effort, 2 and 3 are the next best sets of indicators, each without some indicator of every set before it),
effort (all steps, in the unit of the efforts), marginal (effort saved if the total asked for were one point less; only
at place 1, nan where the label asks for no total), gain (points that count for the total). status:

- path: the steps lead there; where gain is 0 only answers, questions and an assessment are missing;
- no path: `reason` names every condition that cannot be met by acting, with its value;
- nothing to improve: the assessment is enough for the highest label.

`path_steps`: cluster_id, label, place, kind, item, name, from_points, to_points, effort, needed_for (titles of the
conditions that it serves, with "; " between). kind:

- answer: evidence for an answer that is missing has to be found; points are counted from 0, the least it could mean;
- indicator: the points of item rise;
- question: the answer to a question of the label rules rises (from_points and to_points are answers, not points);
- assessment: item is benchmark or audit; name tells the days that a label leaves for it. One more is always part of a
  path, since what improves must be seen from outside.

`point_values`: cluster_id, label, item, saving (effort saved on the best path if the indicator had one point more).

Among paths of the same effort the one with fewer indicators comes first, then the one whose indicators stand earlier in
the framework. Points are counted in the assessment that the label is judged on.
"""

from benchlib.assess.path.routes import PATHS, POINT_VALUES, STEPS, paths

__all__ = ["PATHS", "POINT_VALUES", "STEPS", "paths"]
