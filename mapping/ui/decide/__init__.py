"""The parts of the page Musyawarah: ballot, votes, outcome, decision."""
