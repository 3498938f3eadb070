"""Partners of five kinds: who they are, whom a place lacks, what was agreed with them, and how much hangs on one."""
