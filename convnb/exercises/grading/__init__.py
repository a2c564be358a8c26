"""The judge of answers: what an exercise is, how an answer is run and compared, and what is said. Knows no exercise."""
