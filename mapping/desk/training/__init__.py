"""What boards can do, what they are to learn, trainings held, and what came of them."""
