"""The cooperatives' desk: who they are, what they need, who supplies and helps them, what became of it.

The only room that knows the database. Tables lie in ``models/``, opening and writing in ``store/``; every other folder
holds what people do with one kind of thing. Nothing is written but through
:meth:`mapping.desk.store.desk.Desk.writing`, which asks nobody's permission but appends every change to the audit
trail; permission is asked in the functions above it (:mod:`mapping.desk.rules`).
"""
