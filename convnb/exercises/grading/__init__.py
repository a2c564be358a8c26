"""The judge: what an exercise is, how an answer is run and compared, and what is said. It knows no exercise."""
