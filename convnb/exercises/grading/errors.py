"""What Python's and NumPy's commonest errors mean, for learners who meet them for the first time."""

import re

_FLOATS = "The inputs are floats, even where they are shown as whole numbers: let your array hold floats, too."
_INTEGERS = "A whole number is needed here. / gives a float even where nothing is left over: // gives a whole number."
_LIST = "A list does not compute as an array does: make one with np.array(...)."
ADVICE = {  # the sentence by what is in the first line of the error
    "Cannot cast ufunc": _FLOATS,
    r"bitwise_xor|for \^:": "^ is no power in Python: write **.",
    "truth value of an array": "`if` asks about one number, not a whole array: take one entry at a time, or np.where.",
    "out of bounds|index out of range": "The indices of n entries run from 0 to n - 1.",
    "NoneType": "Something here is None. Does each of your functions end with return?",
    "ndarray' object has no attribute 'append'": "An array keeps its length: append to a list, or begin with np.zeros.",
    "sequence by non-int|concatenate list|'list' object has no|operand type.*'list'": _LIST,
    "'float' object cannot be inter|indices must be integers|only integers, slices": _INTEGERS,
    "broadcast|not aligned|core dimension": "Two arrays do not fit together: print their shapes before this line.",
    "element with a sequence": "A place for one number gets a whole array.",
    "^RecursionError": "A function that calls itself needs a case in which it does not.",
    "^NameError": "Is this name spelled as where it is set, and has this kernel run the cell that sets it?",
    "^UnboundLocalError": "Is this name spelled as where it is set, and is it set in every case?",
    "read-only": "A view such as sliding_window_view is for reading: add into an array of zeros of your own.",
    "not callable": "Parentheses call a function: an entry of an array is x[i], and a product needs its *.",
    "values to unpack": "There are more or fewer names on the left of = than values on the right.",
}


def advice(text):
    """A sentence for an error whose text, type and message, is known; else ""."""
    return next((sentence for pattern, sentence in ADVICE.items() if re.search(pattern, text.split("\n")[0])), "")
