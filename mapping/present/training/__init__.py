"""Papers of assessments and trainings: forms, the plan of 90 days, templates of simple accounts."""
