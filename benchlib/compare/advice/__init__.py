"""Advice: what others did on the same step, and recommendations whose evidence is named.

    from benchlib.compare.advice import others, recommendations, signs
    from benchlib.rules import loading

    rules = recommendations.load()  # or the path of another YAML file; RuleError names every fault with its line
    framework, figures, standing = loading.framework("ecei-31"), loading.competitiveness(), loading.standing("standing")
    minimum = standing.minimum_others.value

    asked = scoring.applicable(facts["assessments"], framework, known_frameworks)
    asked = asked[asked["date_to"] <= pd.Timestamp(as_of)]
    scored = scoring.points(facts["answers"], asked["assessment_id"], framework, as_of)
    awards = history.timeline(facts["labels"], framework.labels)
    within = rules.others.rests_within.value
    tables["steps_by_others"] = others.steps(awards, asked, scored, framework, within, minimum)

    settings = signs.Settings(framework, figures, rules, minimum, as_of)
    wide = signs.signs(tables, settings)  # tables: those of the edition so far, by name
    tables["recommendations"] = recommendations.recommend(rules, wide, signs.catalogue(framework, figures))

Columns: `others.COLUMNS` and `recommendations.COLUMNS`. `rules.first_page.value` is how many stand on the first page,
`rules.others.caution` what a reader of `steps_by_others` must bear in mind, `rules.kinds` the names of the kinds.
`signs.described(signs.catalogue(framework, figures))` lists what conditions and texts may name.

- `others`: indicators that rose in organisations that took a step, beside those who stayed.
- `signs`: named facts on every organisation, one wide frame.
- `recommendations`: conditions on signs, texts filled with them; what is not known is not said.
"""
